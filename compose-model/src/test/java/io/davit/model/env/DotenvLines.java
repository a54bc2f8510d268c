package io.davit.model.env;

import java.util.LinkedHashMap;
import java.util.Map;

/// The grammar of files of variables in examples: what a text means where `OUT` is `outside` and
/// nothing else is set.
public final class DotenvLines {
  private DotenvLines() {}

  /// By text, its variables as `NAME=VALUE`s, separated by bars.
  public static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    all.putAll(keys());
    all.putAll(unquoted());
    all.putAll(quoted());
    return all;
  }

  private static Map<String, String> keys() {
    return Map.ofEntries(
        Map.entry("A=1\n", "A=1"),
        Map.entry("\uFEFFA=1\n", "A=1"),
        Map.entry("A=1\r\nB=2\r\n", "A=1|B=2"),
        Map.entry("A=1\nB=2", "A=1|B=2"),
        Map.entry("  A = 1  \n", "A=1"),
        Map.entry("A\u00a0=\u00a01\n", "A=1"),
        Map.entry("A: 1\n", "A=1"),
        Map.entry("A:b=c\n", "A=b=c"),
        Map.entry("A=b:c\n", "A=b:c"),
        Map.entry("A==b\n", "A==b"),
        Map.entry("A:\n", "A="),
        Map.entry("A=\n", "A="),
        Map.entry("export A=1\n", "A=1"),
        Map.entry("export\tOUT\n", "OUT=outside"),
        Map.entry("exportA=1\n", "exportA=1"),
        Map.entry("OUT\nB=2\n", "B=2|OUT=outside"),
        Map.entry("OUT  \nNONE\n", "OUT=outside"),
        Map.entry("1A=1\nA-B=2\nA.B=3\nA[0]=4\né=5\n", "1A=1|A-B=2|A.B=3|A[0]=4|é=5"),
        Map.entry("# c\n  # d\nA=1\n", "A=1"),
        Map.entry("A=1\nA=2\n", "A=2"),
        Map.entry("A=1\nB=$A\nA=3\nC=$A\n", "A=3|B=1|C=3"),
        Map.entry("OUT=file\nB=$OUT\n", "B=outside|OUT=file"));
  }

  private static Map<String, String> unquoted() {
    return Map.ofEntries(
        Map.entry("A=a b  c\n", "A=a b  c"),
        Map.entry("A=a#b\n", "A=a#b"),
        Map.entry("A=a #b\n", "A=a"),
        Map.entry("A=a\t#b\n", "A=a\t#b"),
        Map.entry("A=#b\n", "A=#b"),
        Map.entry("A=  #b\n", "A=#b"),
        Map.entry("A=a \\#b\n", "A=a \\#b"),
        Map.entry("A=un\"quoted\"\n", "A=un\"quoted\""),
        Map.entry("A=a\\nb\\\\\n", "A=a\\nb\\\\"),
        Map.entry("A=\\\n", "A=\\"),
        Map.entry("A=$OUT-${OUT}-${NONE:-x y}-${OUT:+z}\n", "A=outside-outside-x y-z"),
        Map.entry("A=$$OUT\n", "A=$OUT"),
        Map.entry("A=\\$OUT\n", "A=\\outside"),
        Map.entry("A=$(cmd) `cmd`\n", "A=$(cmd) `cmd`"),
        Map.entry("A={\"a\": [1, 2]}\n", "A={\"a\": [1, 2]}"));
  }

  private static Map<String, String> quoted() {
    return Map.ofEntries(
        Map.entry("A=\"\"\nB=''\n", "A=|B="),
        Map.entry("A='$OUT \\n # no comment' # comment\n", "A=$OUT \\n # no comment"),
        Map.entry("A='it\\'s'\n", "A=it's"),
        Map.entry("A='a\\\\'\n", "A=a\\\\"),
        Map.entry("A='one\ntwo'\nB=1\n", "A=one\ntwo|B=1"),
        Map.entry("A=\"one\n# two\"\n", "A=one\n# two"),
        Map.entry("A=\"x\r\ny\"\r\n", "A=x\r\ny"),
        Map.entry("A=\"a\\tb\\\\c\\\"d\\$OUT\"\n", "A=a\tb\\c\"d$OUT"),
        Map.entry("A=\"\\a\\b\\f\\v\\r\\n\"\n", "A=\u0007\b\f\u000b\r\n"),
        Map.entry("A=\"\\z\\c\\\\n\"\n", "A=\\z\\c\\n"),
        Map.entry("A=\"\\0123\"\n", "A=S"),
        Map.entry("A=\"${OUT} $$OUT\"\n", "A=outside $OUT"),
        Map.entry("A='$OUT'\nB=\"$A\"\n", "A=$OUT|B=$OUT"),
        Map.entry("A=\"1\"B=2 # c\n", "A=1|B=2"),
        Map.entry("A: 'x' # c\n", "A=x"));
  }
}
