/// nftables over nfnetlink: tables, chains, sets and rules as messages, sent in transactions that
/// happen as a whole or not at all (libnftnl and `linux/netfilter/nf_tables.h` name the parts).
///
/// A rule is a list of [Expression]s, small instructions over registers; they print themselves as
/// `nft --debug=netlink` does, and that text is what tests compare. [NftMessages] makes the
/// messages, [NftSession] sends them. What rules there are is decided elsewhere.
@org.jspecify.annotations.NullMarked
package io.davit.kernel.nftables;
