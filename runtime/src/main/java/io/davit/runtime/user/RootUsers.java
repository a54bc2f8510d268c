package io.davit.runtime.user;

import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.rootfs.LayeredFiles;
import io.davit.runtime.rootfs.LiveFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Finds users by Docker's rules (moby/sys/user, `GetExecUser`): a number need not be in the files,
/// a name must; a user who is given with a group has no supplementary ones but those asked for.
///
/// What an image says is remembered: its layers do not change, and most containers are new.
public final class RootUsers implements UserLookup {
  private static final String NO_HOME = "/";
  private static final int REMEMBERED_IMAGES = 64;

  private final Map<List<Path>, UserDatabase> images =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Path>, UserDatabase> eldest) {
          return size() > REMEMBERED_IMAGES;
        }
      };

  @Override
  public ResolvedUser find(ContainerSpec spec) {
    OverlayRoot root = spec.root().getFirst();
    return find(
        spec.process(),
        isEmpty(root.upper()) ? ofImage(root.lower()) : UserDatabase.read(LayeredFiles.of(root)));
  }

  @Override
  public ResolvedUser find(ProcessSpec process, int pid) {
    return find(process, UserDatabase.read(new LiveFiles(pid)));
  }

  private UserDatabase ofImage(List<Path> layers) {
    synchronized (images) {
      return images.computeIfAbsent(layers, absent -> UserDatabase.read(new LayeredFiles(absent)));
    }
  }

  private static boolean isEmpty(Path directory) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false; // reading from it says why
    }
  }

  static ResolvedUser find(ProcessSpec process, UserDatabase database) {
    String wanted = process.user();
    int colon = wanted.indexOf(':');
    String userPart = colon < 0 ? wanted : wanted.substring(0, colon);
    String groupPart = colon < 0 ? "" : wanted.substring(colon + 1);
    Optional<UserDatabase.User> entry = user(database, userPart);
    int uid =
        entry.map(UserDatabase.User::uid).orElseGet(() -> userPart.isEmpty() ? 0 : uid(userPart));
    int gid =
        groupPart.isEmpty()
            ? entry.map(UserDatabase.User::gid).orElse(0)
            : gid(database, groupPart);
    List<Integer> groups = new ArrayList<>(List.of(gid));
    if (groupPart.isEmpty()) {
      entry.ifPresent(user -> groups.addAll(memberships(database, user.name())));
    }
    process.additionalGroups().forEach(group -> groups.add(gid(database, group)));
    String home =
        entry.map(UserDatabase.User::home).filter(path -> !path.isEmpty()).orElse(NO_HOME);
    return new ResolvedUser(uid, gid, groups.stream().distinct().toList(), home);
  }

  /// The first entry with the number, or else with the name; nobody given is the number 0.
  private static Optional<UserDatabase.User> user(UserDatabase database, String wanted) {
    OptionalInt number = wanted.isEmpty() ? OptionalInt.of(0) : UserDatabase.number(wanted);
    for (UserDatabase.User user : database.users()) {
      if (number.isPresent() ? user.uid() == number.getAsInt() : user.name().equals(wanted)) {
        return Optional.of(user);
      }
    }
    return Optional.empty();
  }

  private static List<Integer> memberships(UserDatabase database, String name) {
    return database.groups().stream()
        .filter(group -> group.members().contains(name))
        .map(UserDatabase.Group::gid)
        .toList();
  }

  private static int uid(String wanted) {
    return UserDatabase.number(wanted)
        .orElseThrow(
            () ->
                missing(
                    wanted,
                    "unable to find user " + wanted + ": no matching entries in passwd file",
                    "user"));
  }

  private static int gid(UserDatabase database, String wanted) {
    OptionalInt number = UserDatabase.number(wanted);
    if (number.isPresent()) {
      return number.getAsInt();
    }
    return database.groups().stream()
        .filter(group -> group.name().equals(wanted))
        .mapToInt(UserDatabase.Group::gid)
        .findFirst()
        .orElseThrow(
            () ->
                missing(
                    wanted,
                    "unable to find group " + wanted + ": no matching entries in group file",
                    "group"));
  }

  private static io.davit.problem.Failure missing(String wanted, String what, String kind) {
    if (!wanted.isEmpty() && wanted.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new InvalidInput(
          "%s %s is out of range: uids and gids are 0 to 2147483647".formatted(kind, wanted),
          new Resource(kind, wanted),
          "choose a smaller number");
    }
    return new NotFound(
        what,
        new Resource(kind, wanted),
        "add the %s to /etc/%s of the image, or give its number"
            .formatted(kind, kind.equals("user") ? "passwd" : "group"));
  }
}
