package io.davit.runtime.user;

import io.davit.runtime.rootfs.RootFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/// The users and groups that a root knows (passwd(5), group(5)), in the order of the files. A line
/// that is not understood is no entry: images hold all sorts.
record UserDatabase(List<User> users, List<Group> groups) {
  UserDatabase {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
  }

  record User(String name, int uid, int gid, String home) {}

  record Group(String name, int gid, List<String> members) {
    Group {
      members = List.copyOf(members);
    }
  }

  static UserDatabase read(RootFiles files) {
    return new UserDatabase(
        lines(files, "/etc/passwd", UserDatabase::user),
        lines(files, "/etc/group", UserDatabase::group));
  }

  /// A number of a user or group, as the kernel and these files have it; Docker takes none above
  /// 2³¹ - 1.
  static OptionalInt number(String text) {
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.empty();
    }
    long value = Long.parseLong(text);
    return value > Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of((int) value);
  }

  private static <T> List<T> lines(
      RootFiles files, String path, Function<String[], List<T>> parse) {
    List<T> entries = new ArrayList<>();
    files
        .read(path)
        .ifPresent(
            bytes ->
                new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> entries.addAll(parse.apply(line.strip().split(":", -1)))));
    return entries;
  }

  private static List<User> user(String[] fields) {
    if (fields.length < 4 || number(fields[2]).isEmpty() || number(fields[3]).isEmpty()) {
      return List.of();
    }
    return List.of(
        new User(
            fields[0],
            number(fields[2]).getAsInt(),
            number(fields[3]).getAsInt(),
            fields.length > 5 ? fields[5] : ""));
  }

  private static List<Group> group(String[] fields) {
    if (fields.length < 3 || number(fields[2]).isEmpty()) {
      return List.of();
    }
    List<String> members = fields.length > 3 ? List.of(fields[3].split(",", -1)) : List.of();
    return List.of(new Group(fields[0], number(fields[2]).getAsInt(), members));
  }
}
