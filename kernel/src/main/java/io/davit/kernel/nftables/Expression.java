package io.davit.kernel.nftables;

import io.davit.kernel.netlink.Request;
import java.util.HexFormat;
import java.util.Locale;

/// One instruction of a rule (`linux/netfilter/nf_tables.h`). Registers are numbered as `nft` does:
/// 1 to 4 are 16 bytes each, 8 to 23 the same memory in pieces of 4 bytes; 0 holds the verdict.
///
/// `toString` is the line that `nft --debug=netlink` prints.
public sealed interface Expression {
  int NFTA_EXPR_NAME = 1;
  int NFTA_EXPR_DATA = 2;
  int NFTA_DATA_VALUE = 1;
  int NFTA_DATA_VERDICT = 2;
  int NFTA_VERDICT_CODE = 1;
  int NFTA_VERDICT_CHAIN = 2;

  /// The expression's name to the kernel.
  String name();

  /// Writes its attributes.
  void write(Request data);

  /// The packet's interface or protocol into a register.
  record Meta(Key key, int register) implements Expression {
    /// `NFT_META_…`
    public enum Key {
      IIFNAME(6),
      OIFNAME(7),
      L4PROTO(16);

      private final int number;

      Key(int number) {
        this.number = number;
      }
    }

    @Override
    public String name() {
      return "meta";
    }

    @Override
    public void write(Request data) {
      data.attributeBigEndian(1, register).attributeBigEndian(2, key.number);
    }

    @Override
    public String toString() {
      return "[ meta load %s => reg %d ]".formatted(key.name().toLowerCase(Locale.ROOT), register);
    }
  }

  /// Bytes of the packet into a register.
  record Payload(Base base, int offset, int length, int register) implements Expression {
    /// `NFT_PAYLOAD_…_HEADER`
    public enum Base {
      NETWORK(1),
      TRANSPORT(2);

      private final int number;

      Base(int number) {
        this.number = number;
      }
    }

    @Override
    public String name() {
      return "payload";
    }

    @Override
    public void write(Request data) {
      data.attributeBigEndian(1, register)
          .attributeBigEndian(2, base.number)
          .attributeBigEndian(3, offset)
          .attributeBigEndian(4, length);
    }

    @Override
    public String toString() {
      return "[ payload load %db @ %s header + %d => reg %d ]"
          .formatted(length, base.name().toLowerCase(Locale.ROOT), offset, register);
    }
  }

  /// Goes on with the rule if a register equals a value, or does not.
  record Compare(int register, boolean equal, Bytes value) implements Expression {
    @Override
    public String name() {
      return "cmp";
    }

    @Override
    public void write(Request data) {
      data.attributeBigEndian(1, register)
          .attributeBigEndian(2, equal ? 0 : 1)
          .nested(3, nested -> nested.attribute(NFTA_DATA_VALUE, value.array()));
    }

    @Override
    public String toString() {
      return "[ cmp %s reg %d %s ]".formatted(equal ? "eq" : "neq", register, value);
    }
  }

  /// A register masked: `register = register & mask`.
  record Mask(int register, Bytes mask) implements Expression {
    @Override
    public String name() {
      return "bitwise";
    }

    @Override
    public void write(Request data) {
      byte[] bytes = mask.array();
      data.attributeBigEndian(1, register)
          .attributeBigEndian(2, register)
          .attributeBigEndian(3, bytes.length)
          .nested(4, nested -> nested.attribute(NFTA_DATA_VALUE, bytes))
          .nested(5, nested -> nested.attribute(NFTA_DATA_VALUE, new byte[bytes.length]));
    }

    @Override
    public String toString() {
      return "[ bitwise reg %d = ( reg %d & %s ) ^ 0 ]".formatted(register, register, mask);
    }
  }

  /// What connection tracking knows of the packet, into a register.
  record Conntrack(Key key, int register) implements Expression {
    /// `NFT_CT_…`
    public enum Key {
      STATE(0),
      STATUS(2);

      private final int number;

      Key(int number) {
        this.number = number;
      }
    }

    @Override
    public String name() {
      return "ct";
    }

    @Override
    public void write(Request data) {
      data.attributeBigEndian(1, register).attributeBigEndian(2, key.number);
    }

    @Override
    public String toString() {
      return "[ ct load %s => reg %d ]".formatted(key.name().toLowerCase(Locale.ROOT), register);
    }
  }

  /// The type of the destination address (`RTN_LOCAL` is 2) by the routing tables, into a register.
  record DestinationType(int register) implements Expression {
    @Override
    public String name() {
      return "fib";
    }

    @Override
    public void write(Request data) {
      data.attributeBigEndian(1, register).attributeBigEndian(2, 3).attributeBigEndian(3, 2);
    }

    @Override
    public String toString() {
      return "[ fib daddr type => reg %d ]".formatted(register);
    }
  }

  /// Goes on if the registers from one on are a key of a set, or are none.
  record Lookup(String set, int register, boolean present) implements Expression {
    @Override
    public String name() {
      return "lookup";
    }

    @Override
    public void write(Request data) {
      data.attribute(1, set).attributeBigEndian(2, register);
      if (!present) {
        data.attributeBigEndian(5, 1);
      }
    }

    @Override
    public String toString() {
      return "[ lookup reg %d set %s%s ]".formatted(register, set, present ? "" : " 0x1");
    }
  }

  /// Goes on if the registers from one on are a key of a map, whose value it loads.
  record MapLookup(String map, int register, int into) implements Expression {
    @Override
    public String name() {
      return "lookup";
    }

    @Override
    public void write(Request data) {
      data.attribute(1, map).attributeBigEndian(2, register).attributeBigEndian(3, into);
    }

    @Override
    public String toString() {
      return "[ lookup reg %d set %s dreg %d ]".formatted(register, map, into);
    }
  }

  /// A constant into a register.
  record Immediate(int register, Bytes value) implements Expression {
    @Override
    public String name() {
      return "immediate";
    }

    @Override
    public void write(Request data) {
      data.attributeBigEndian(1, register)
          .nested(2, nested -> nested.attribute(NFTA_DATA_VALUE, value.array()));
    }

    @Override
    public String toString() {
      return "[ immediate reg %d %s ]".formatted(register, value);
    }
  }

  /// Ends the rule with a decision.
  record Decide(Verdict verdict) implements Expression {
    @Override
    public String name() {
      return "immediate";
    }

    @Override
    public void write(Request data) {
      data.attributeBigEndian(1, 0)
          .nested(2, nested -> nested.nested(NFTA_DATA_VERDICT, verdict::write));
    }

    @Override
    public String toString() {
      return "[ immediate reg 0 %s ]".formatted(verdict);
    }
  }

  /// A new destination, taken from registers.
  ///
  /// @param addressRegister 0 to keep the address
  record DestinationNat(int addressRegister, int portRegister) implements Expression {
    @Override
    public String name() {
      return "nat";
    }

    @Override
    public void write(Request data) {
      data.attributeBigEndian(1, 1).attributeBigEndian(2, NftMessages.NFPROTO_IPV4);
      if (addressRegister != 0) {
        data.attributeBigEndian(3, addressRegister);
      }
      data.attributeBigEndian(5, portRegister);
    }

    @Override
    public String toString() {
      return "[ nat dnat ip%s proto_min reg %d ]"
          .formatted(addressRegister == 0 ? "" : " addr_min reg " + addressRegister, portRegister);
    }
  }

  /// The address of the interface by which the packet leaves becomes its source.
  record Masquerade() implements Expression {
    @Override
    public String name() {
      return "masq";
    }

    @Override
    public void write(Request data) {
      // It takes no attribute.
    }

    @Override
    public String toString() {
      return "[ masq ]";
    }
  }

  /// A decision about a packet.
  ///
  /// @param chain where a jump goes, else empty
  record Verdict(int code, String chain) {
    public static final Verdict DROP = new Verdict(0, "");
    public static final Verdict ACCEPT = new Verdict(1, "");
    public static final Verdict RETURN = new Verdict(-5, "");
    private static final int JUMP = -3;

    public static Verdict jump(String chain) {
      return new Verdict(JUMP, chain);
    }

    void write(Request verdict) {
      verdict.attributeBigEndian(NFTA_VERDICT_CODE, code);
      if (!chain.isEmpty()) {
        verdict.attribute(NFTA_VERDICT_CHAIN, chain);
      }
    }

    @Override
    public String toString() {
      return switch (code) {
        case 0 -> "drop";
        case 1 -> "accept";
        case JUMP -> "jump -> " + chain;
        case -5 -> "return";
        default -> "verdict " + code;
      };
    }
  }

  /// A constant as the register holds it.
  record Bytes(String hex) {
    public static Bytes of(byte... bytes) {
      return new Bytes(HexFormat.of().formatHex(bytes));
    }

    /// In network byte order.
    public static Bytes bigEndian16(int value) {
      return of((byte) (value >> 8), (byte) value);
    }

    /// In the machine's byte order.
    public static Bytes native32(int value) {
      return of((byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24));
    }

    public byte[] array() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
      return "0x" + hex;
    }
  }
}
