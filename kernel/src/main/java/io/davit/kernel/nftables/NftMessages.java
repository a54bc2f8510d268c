package io.davit.kernel.nftables;

import static io.davit.kernel.netlink.NetlinkSession.NLM_F_APPEND;
import static io.davit.kernel.netlink.NetlinkSession.NLM_F_CREATE;

import io.davit.kernel.netlink.Request;
import java.util.ArrayList;
import java.util.List;

/// The messages of nf_tables (`linux/netfilter/nf_tables.h`), for one table of family `ip`. Pure.
public final class NftMessages {
  static final int NFPROTO_IPV4 = 2;
  static final int NFNL_SUBSYS_NFTABLES = 10;
  static final int NFT_MSG_GETCHAIN = 4;

  private static final int NFT_MSG_NEWTABLE = 0;
  private static final int NFT_MSG_DELTABLE = 2;
  private static final int NFT_MSG_NEWCHAIN = 3;

  /// The type of the kernel's message that a table was deleted.
  static final int DELETED_TABLE = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_DELTABLE;

  private static final int NFT_MSG_NEWRULE = 6;
  private static final int NFT_MSG_GETRULE = 7;
  private static final int NFT_MSG_DELRULE = 8;

  /// The type of the kernel's message that a rule was deleted.
  static final int DELETED_RULE = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_DELRULE;

  /// Where a message about a table, or about a rule, names the table.
  static final int NFTA_TABLE = 1;

  private static final int NFT_MSG_NEWSET = 9;
  private static final int NFT_MSG_NEWSETELEM = 12;
  private static final int NFT_MSG_DELSETELEM = 14;
  private static final int NFNL_MSG_BATCH_BEGIN = 0x10;
  private static final int NFNL_MSG_BATCH_END = 0x11;

  private static final int NFTA_LIST_ELEM = 1;

  /// Below the 64 KiB that an attribute can hold, for the largest element.
  private static final int ELEMENTS_PER_MESSAGE = 400;

  private final String table;

  public NftMessages(String table) {
    this.table = table;
  }

  /// Where a base chain is called (netfilter's hooks) and the numbers of the usual priorities.
  ///
  /// @param type `filter` or `nat`
  /// @param hook 0 prerouting, 1 input, 2 forward, 3 output, 4 postrouting
  public record Hook(String type, int hook, int priority) {
    public static final Hook RAW_PREROUTING = new Hook("filter", 0, -300);
    public static final Hook NAT_PREROUTING = new Hook("nat", 0, -100);
    public static final Hook NAT_OUTPUT = new Hook("nat", 3, -100);
    public static final Hook NAT_POSTROUTING = new Hook("nat", 4, 100);
    public static final Hook FILTER_FORWARD = new Hook("filter", 2, 0);

    @Override
    public String toString() {
      String name =
          switch (hook) {
            case 0 -> "prerouting";
            case 1 -> "input";
            case 2 -> "forward";
            case 3 -> "output";
            default -> "postrouting";
          };
      return "type %s hook %s priority %d".formatted(type, name, priority);
    }
  }

  /// A set, or a map when it has data.
  ///
  /// @param fields the types of the key, concatenated
  /// @param data the types of the value; empty for a set
  /// @param interval keys are ranges
  public record SetSpec(String name, List<Field> fields, List<Field> data, boolean interval) {
    public SetSpec {
      fields = List.copyOf(fields);
      data = List.copyOf(data);
    }
  }

  /// The types of keys and values, with the number by which `nft` shows them.
  public enum Field {
    IPV4_ADDR(7, 4),
    INET_PROTO(12, 1),
    INET_SERVICE(13, 2),
    IFNAME(41, 16);

    private final int type;
    private final int bytes;

    Field(int type, int bytes) {
      this.type = type;
      this.bytes = bytes;
    }

    /// In a concatenation each begins at a multiple of four.
    private static int length(List<Field> fields) {
      return fields.size() == 1
          ? fields.getFirst().bytes
          : fields.stream().mapToInt(field -> (field.bytes + 3) & ~3).sum();
    }

    private static int type(List<Field> fields) {
      return fields.stream().mapToInt(field -> field.type).reduce(0, (all, one) -> all << 6 | one);
    }
  }

  /// An element, as bytes.
  ///
  /// @param keyEnd the end of a range, itself included; empty unless the set holds ranges
  /// @param value empty in a set
  public record Element(Expression.Bytes key, Expression.Bytes keyEnd, Expression.Bytes value) {
    private static final Expression.Bytes NONE = new Expression.Bytes("");

    public static Element of(Expression.Bytes key) {
      return new Element(key, NONE, NONE);
    }

    public static Element range(Expression.Bytes key, Expression.Bytes end) {
      return new Element(key, end, NONE);
    }

    public static Element entry(Expression.Bytes key, Expression.Bytes value) {
      return new Element(key, NONE, value);
    }
  }

  static Request begin() {
    return header("NFNL_MSG_BATCH_BEGIN", "transaction", NFNL_MSG_BATCH_BEGIN, 0, 0, 10);
  }

  static Request end() {
    return header("NFNL_MSG_BATCH_END", "transaction", NFNL_MSG_BATCH_END, 0, 0, 10);
  }

  static Request getChains() {
    return header(
        "NFT_MSG_GETCHAIN",
        "all chains",
        NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETCHAIN,
        0,
        NFPROTO_IPV4,
        0);
  }

  /// All rules of the table.
  static Request getRules(String table) {
    return header(
            "NFT_MSG_GETRULE",
            "table " + table,
            NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETRULE,
            0,
            NFPROTO_IPV4,
            0)
        .attribute(NFTA_TABLE, table);
  }

  /// The table; one that exists stays as it is.
  public Request newTable() {
    return message("NFT_MSG_NEWTABLE", table, NFT_MSG_NEWTABLE, NLM_F_CREATE).attribute(1, table);
  }

  /// Takes the table away with all that is in it.
  public Request deleteTable() {
    return message("NFT_MSG_DELTABLE", table, NFT_MSG_DELTABLE, 0).attribute(1, table);
  }

  /// A chain that others jump to.
  public Request newChain(String chain) {
    return message("NFT_MSG_NEWCHAIN", chain, NFT_MSG_NEWCHAIN, NLM_F_CREATE)
        .attribute(1, table)
        .attribute(3, chain);
  }

  /// A base chain whose policy is to accept.
  public Request newChain(String chain, Hook hook) {
    return message("NFT_MSG_NEWCHAIN", chain + " " + hook, NFT_MSG_NEWCHAIN, NLM_F_CREATE)
        .attribute(1, table)
        .attribute(3, chain)
        .nested(
            4,
            nested ->
                nested.attributeBigEndian(1, hook.hook()).attributeBigEndian(2, hook.priority()))
        .attributeBigEndian(5, 1)
        .attribute(7, hook.type());
  }

  /// A rule at the end of a chain.
  public Request newRule(String chain, List<Expression> expressions) {
    return message("NFT_MSG_NEWRULE", chain, NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND)
        .attribute(1, table)
        .attribute(2, chain)
        .nested(
            4,
            list ->
                expressions.forEach(expression -> list.nested(NFTA_LIST_ELEM, write(expression))));
  }

  private static java.util.function.Consumer<Request> write(Expression expression) {
    return element ->
        element
            .attribute(Expression.NFTA_EXPR_NAME, expression.name())
            .nested(Expression.NFTA_EXPR_DATA, expression::write);
  }

  /// @param id unique in its transaction
  public Request newSet(SetSpec set, int id) {
    boolean concatenatedRanges = set.interval() && set.fields().size() > 1;
    int flags =
        (set.interval() ? 4 : 0) | (set.data().isEmpty() ? 0 : 8) | (concatenatedRanges ? 0x80 : 0);
    Request request =
        message("NFT_MSG_NEWSET", set.name(), NFT_MSG_NEWSET, NLM_F_CREATE)
            .attribute(1, table)
            .attribute(2, set.name())
            .attributeBigEndian(3, flags)
            .attributeBigEndian(4, Field.type(set.fields()))
            .attributeBigEndian(5, Field.length(set.fields()))
            .attributeBigEndian(10, id)
            .attribute(13, byteOrder(set.fields()));
    if (!set.data().isEmpty()) {
      request
          .attributeBigEndian(6, Field.type(set.data()))
          .attributeBigEndian(7, Field.length(set.data()));
    }
    if (concatenatedRanges) {
      request.nested(
          9,
          description ->
              description.nested(
                  2, concat -> set.fields().forEach(field -> writeFieldLength(concat, field))));
    }
    return request;
  }

  /// A note for `nft list`: names of interfaces are strings (1), all else is big-endian (2).
  private static byte[] byteOrder(List<Field> key) {
    byte order = (byte) (key.equals(List.of(Field.IFNAME)) ? 1 : 2);
    return new byte[] {0, 4, order, 0, 0, 0};
  }

  private static void writeFieldLength(Request concat, Field field) {
    concat.nested(NFTA_LIST_ELEM, nested -> nested.attributeBigEndian(1, field.bytes));
  }

  /// Elements into a set; those that are there already stay.
  public List<Request> newElements(String set, List<Element> elements) {
    return elements("NFT_MSG_NEWSETELEM", NFT_MSG_NEWSETELEM, NLM_F_CREATE, set, elements);
  }

  /// Elements out of a set.
  public List<Request> deleteElements(String set, List<Element> elements) {
    return elements("NFT_MSG_DELSETELEM", NFT_MSG_DELSETELEM, 0, set, elements);
  }

  private List<Request> elements(
      String call, int type, int flags, String set, List<Element> elements) {
    List<Request> requests = new ArrayList<>();
    for (int from = 0; from < elements.size(); from += ELEMENTS_PER_MESSAGE) {
      List<Element> part =
          elements.subList(from, Math.min(elements.size(), from + ELEMENTS_PER_MESSAGE));
      requests.add(
          message(call, set, type, flags)
              .attribute(1, table)
              .attribute(2, set)
              .nested(3, list -> part.forEach(element -> write(list, element))));
    }
    return requests;
  }

  private static void write(Request list, Element element) {
    list.nested(
        NFTA_LIST_ELEM,
        nested -> {
          writeData(nested, 1, element.key());
          writeData(nested, 10, element.keyEnd());
          writeData(nested, 2, element.value());
        });
  }

  private static void writeData(Request element, int type, Expression.Bytes data) {
    if (!data.hex().isEmpty()) {
      element.nested(type, value -> value.attribute(Expression.NFTA_DATA_VALUE, data.array()));
    }
  }

  private Request message(String call, String subject, int type, int flags) {
    return header(
        call,
        "table " + table + ", " + subject,
        NFNL_SUBSYS_NFTABLES << 8 | type,
        flags,
        NFPROTO_IPV4,
        0);
  }

  /// The fixed part: family, version 0, resource in network byte order.
  static Request header(
      String call, String subject, int type, int flags, int family, int resource) {
    return new Request(call, subject, type, flags)
        .u8(family)
        .u8(0)
        .u16(Short.toUnsignedInt(Short.reverseBytes((short) resource)));
  }
}
