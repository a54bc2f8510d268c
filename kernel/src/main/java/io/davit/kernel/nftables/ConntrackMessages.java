package io.davit.kernel.nftables;

import io.davit.kernel.netlink.Reply;
import io.davit.kernel.netlink.Request;

/// The messages of connection tracking (`linux/netfilter/nfnetlink_conntrack.h`), for IPv4. Pure.
///
/// A flush that takes a filter came with Linux 6.10; older kernels answer it with EINVAL. Listing
/// with a filter came with 5.8, and one flow can be deleted on all of them.
final class ConntrackMessages {
  private static final int NFNL_SUBSYS_CTNETLINK = 1;
  private static final int IPCTNL_MSG_CT_GET = 1;
  private static final int IPCTNL_MSG_CT_DELETE = 2;

  private static final int CTA_TUPLE_ORIG = 1;
  private static final int CTA_TUPLE_PROTO = 2;
  private static final int CTA_PROTO_NUM = 1;
  private static final int CTA_PROTO_DST_PORT = 3;
  private static final int CTA_ID = 12;
  private static final int CTA_ZONE = 18;
  private static final int CTA_FILTER = 25;
  private static final int CTA_FILTER_ORIG_FLAGS = 1;
  private static final int CTA_FILTER_REPLY_FLAGS = 2;
  private static final int CTA_FILTER_PROTO_NUM_AND_DST_PORT = 1 << 3 | 1 << 5;
  private static final int IPPROTO_UDP = 17;

  /// What names a flow: the tuple, told apart by zone and, should it have been made anew, by id.
  private static final int[] NAME = {CTA_TUPLE_ORIG, CTA_ZONE, CTA_ID};

  private ConntrackMessages() {}

  /// A list of the flows of udp whose first packet went to a port.
  static Request getUdpFlows(int port) {
    return message("IPCTNL_MSG_CT_GET", "udp port " + port, IPCTNL_MSG_CT_GET)
        .nested(
            CTA_TUPLE_ORIG,
            tuple ->
                tuple.nested(
                    CTA_TUPLE_PROTO,
                    proto ->
                        proto
                            .attributeU8(CTA_PROTO_NUM, IPPROTO_UDP)
                            .attribute(
                                CTA_PROTO_DST_PORT, Expression.Bytes.bigEndian16(port).array())))
        .nested(
            CTA_FILTER,
            filter ->
                filter
                    .attributeU32(CTA_FILTER_ORIG_FLAGS, CTA_FILTER_PROTO_NUM_AND_DST_PORT)
                    .attributeU32(CTA_FILTER_REPLY_FLAGS, 0));
  }

  /// The end of one flow.
  ///
  /// @param flow as it was listed
  static Request deleteFlow(Reply.Attributes flow) {
    Request request = message("IPCTNL_MSG_CT_DELETE", "a flow of udp", IPCTNL_MSG_CT_DELETE);
    for (int type : NAME) {
      flow.bytes(type)
          .ifPresent(
              value -> {
                byte[] bytes = new byte[value.remaining()];
                value.duplicate().get(bytes);
                request.attribute(type, bytes);
              });
    }
    return request;
  }

  private static Request message(String call, String subject, int type) {
    return NftMessages.header(
        call, subject, NFNL_SUBSYS_CTNETLINK << 8 | type, 0, NftMessages.NFPROTO_IPV4, 0);
  }
}
