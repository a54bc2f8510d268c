package io.davit.model.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Compose files made at random: services with some of all attributes, in short and in long form.
final class ComposeTexts {
  /// Attributes of which at most one of a group may stand in a service.
  private static final List<List<String>> ATTRIBUTES =
      List.of(
          List.of("command: echo 'a b' c", "command: [a, \"b$$c\"]", "command: []", "command:"),
          List.of("entrypoint: \"\"", "entrypoint: [sh, -c]"),
          List.of(
              "environment: [A=1, HOME, GONE, \"B=x=y\"]",
              "environment: {A: 1, B: 2.50, C: , D: \"\", E: true}"),
          List.of("env_file: a.env", "env_file: [{path: none.env, required: false}, a.env]"),
          List.of("working_dir: /srv"),
          List.of("user: \"1000:1000\""),
          List.of("hostname: h", "domainname: example.com"),
          List.of("init: true", "init: false"),
          List.of("tty: true", "stdin_open: true"),
          List.of("read_only: true"),
          List.of("tmpfs: /run", "tmpfs: [/run, \"/tmp:size=64m,mode=0700,uid=5\"]"),
          List.of(
              "volumes: [\"data:/data:ro\", \"./x:/x\", /anonymous]",
              "volumes: [{type: tmpfs, target: /mem, tmpfs: {size: 1m, mode: 0755}}]",
              "volumes: [{type: bind, source: ./y, target: /y, read_only: true}]",
              "volumes: [{type: volume, source: data, target: /d, volume: {nocopy: true}}]"),
          List.of("shm_size: 1g", "shm_size: 1048576"),
          List.of("cap_add: [NET_ADMIN, SYS_TIME]", "cap_drop: [ALL]"),
          List.of("privileged: true", "privileged: false"),
          List.of("sysctls: {net.core.somaxconn: 1024}", "sysctls: [net.core.somaxconn=1024]"),
          List.of("ulimits: {nofile: 10, nproc: {soft: 1, hard: 2}}"),
          List.of("cpus: 1.5", "cpus: \"2\""),
          List.of("cpuset: \"0-1\"", "cpu_shares: 5", "cpu_quota: 1000", "cpu_period: 1000"),
          List.of("mem_limit: 64m", "memswap_limit: -1"),
          List.of(
              "pids_limit: 5",
              "pids_limit: -1",
              "deploy: {replicas: 2, restart_policy: {condition: on-failure, max_attempts: 2}}",
              "deploy: {mode: global, endpoint_mode: vip, labels: [a=b], update_config: {delay: 1s}}",
              "deploy: {rollback_config: {parallelism: 0, max_failure_ratio: 0.5, order: stop-first}}",
              "deploy: {resources: {reservations: {cpus: 0.5, memory: 1m}}, placement: {}}"),
          List.of(
              "build: .",
              "build: {context: https://example.com/a.git, target: x, args: {A: 1, HOME: , GONE: }}",
              "build: {dockerfile_inline: \"FROM x\\n\", labels: [a=b], tags: [a, b], shm_size: 1g}",
              "build: {additional_contexts: {a: ./a, b: docker-image://b}, ssh: [default]}",
              "build: {pull: true, no_cache: true, privileged: true, ulimits: {nofile: 5}}"),
          List.of("devices: [/dev/fuse, \"/dev/a:/dev/b:r\", vendor.com/class=name]"),
          List.of("blkio_config: {weight: 300}", "blkio_config: {}"),
          List.of("credential_spec: {file: x}", "credential_spec: {registry: x}"),
          List.of("develop: {}"),
          List.of(
              "secrets: [token]",
              "secrets: [{source: token, mode: 0400}]",
              "secrets: [{source: token, target: x, uid: \"5\"}]"),
          List.of("configs: [site]", "configs: [{source: site, target: /etc/s, uid: \"5\"}]"),
          List.of("labels: [a=b, c]", "labels: {com.example.a: 1, b: \"x y\"}"),
          List.of("stop_signal: SIGINT", "stop_grace_period: 1m30s"),
          List.of("restart: always", "restart: on-failure:3", "restart: \"no\""),
          List.of(
              "healthcheck: {disable: true}",
              "healthcheck: {test: [NONE]}",
              "healthcheck: {test: check, interval: 1m, retries: 3}",
              "healthcheck: {interval: 500ms, start_period: 1h, start_interval: 5s}"),
          List.of(
              "networks: [back]",
              "networks: {back: {aliases: [x, y]}, default: }",
              "network_mode: none",
              "network_mode: host"),
          List.of("expose: [80, \"81-82/udp\"]"),
          List.of("extra_hosts: [\"a:10.0.0.1\", \"b=::1\"]", "extra_hosts: {a: host-gateway}"),
          List.of("dns: 8.8.8.8", "dns: [8.8.8.8, 1.1.1.1]", "dns_search: x", "dns_opt: [a]"),
          List.of("oom_score_adj: -5", "oom_kill_disable: true", "mem_swappiness: 5"),
          List.of("pid: host", "ipc: shareable", "uts: host", "cgroup: private"),
          List.of("annotations: [a=b, c]", "annotations: {a: 1, b: }"),
          List.of("attach: false", "attach: true"),
          List.of("cpu_count: 2", "cpu_percent: 50", "cpu_rt_period: 5", "cpu_rt_runtime: \"5\""),
          List.of("platform: linux/amd64", "runtime: runc", "isolation: default"),
          List.of("storage_opt: {size: 1G, n: 5}", "cgroup_parent: a", "userns_mode: host"),
          List.of("mac_address: \"02:42:ac:11:00:02\""),
          List.of("logging: {driver: local}", "logging: {options: {max-size: 1m}}"),
          List.of("pull_policy: never", "pull_policy: if_not_present"),
          List.of("x-extra: {b: [1, two], a: }"));

  /// Of these a later file only adds to what an earlier one says.
  private static final List<List<String>> APPENDED =
      List.of(
          List.of("gpus: all", "gpus: [{driver: x, count: 2}, {device_ids: [\"0\"]}]"),
          List.of(
              "develop: {watch: [{path: ./src, action: sync, target: /src, ignore: [a]}]}",
              "develop: {watch: [{path: ~/conf, action: rebuild}]}"),
          List.of(
              "build: {context: ., cache_from: [a, \"type=local,src=b\"], platforms: [linux/amd64]}",
              "build: {context: ., secrets: [token], entitlements: [network.host]}"),
          List.of("post_start: [{command: a b, user: root, environment: {A: 1}}]"),
          List.of("pre_stop: [{command: [a], privileged: true, working_dir: /x}]"),
          List.of(
              "blkio_config: {device_read_bps: [{path: /dev/a, rate: 1m}]}",
              "blkio_config: {weight_device: [{path: /dev/a, weight: 10}]}"),
          List.of(
              "deploy: {placement: {constraints: [a], preferences: [{spread: b}]}}",
              "deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}"));

  /// That Docker Compose has learnt since the version that the tests compare with.
  private static final List<List<String>> NEWER =
      List.of(
          List.of("models: [llm]", "models: {llm: {endpoint_var: URL}}"),
          List.of("pre_start: [{command: a}, {image: b, per_replica: true}]"),
          List.of(
              "build: {context: ., provenance: true, sbom: a=b, no_cache_filter: [a]}",
              "build: {context: ., ssh: {default: , a: ~/a, b: \"./b,/c\"}}"),
          List.of(
              "develop: {watch: [{path: a, action: restart, include: b, initial_sync: true}]}"));

  private ComposeTexts() {}

  static String random(Random random) {
    return of(List.of(ATTRIBUTES, APPENDED, NEWER), random)
        + """
        models: {llm: {model: ai/x, context_size: 5, runtime_flags: [a]}}
        jobs: {clean: {image: x, command: a b, triggers: {schedule: "0 3 * * *"}}}
        """;
  }

  /// A file of which every version of Docker Compose that has `compose` knows all.
  static String old(Random random) {
    return of(List.of(ATTRIBUTES, APPENDED), random);
  }

  /// A file that says the same when it is merged over itself.
  static String repeatable(Random random) {
    return of(List.of(ATTRIBUTES), random);
  }

  /// An attribute stands at most once in a service, whatever lists it is from.
  private static String of(List<List<List<String>>> lists, Random random) {
    StringBuilder text = new StringBuilder("services:\n");
    int services = 1 + random.nextInt(4);
    for (int i = 0; i < services; i++) {
      text.append("  s%d:\n    image: image:%d\n".formatted(i, i));
      List<List<String>> groups = new ArrayList<>();
      lists.forEach(groups::addAll);
      Collections.shuffle(groups, random);
      Set<String> said = new HashSet<>();
      for (List<String> group : groups.subList(0, random.nextInt(groups.size()))) {
        String attribute = group.get(random.nextInt(group.size()));
        if (said.add(attribute.substring(0, attribute.indexOf(':')))) {
          text.append("    %s\n".formatted(attribute));
        }
      }
      if (i > 0 && random.nextBoolean()) {
        text.append("    depends_on: [s%d]\n".formatted(random.nextInt(i)));
      }
    }
    return text.append(
            """
            networks: {back: {internal: true, ipam: {config: [{subnet: 10.9.0.0/24}]}}}
            volumes: {data: {labels: {a: b}}}
            secrets: {token: {environment: TOKEN}}
            configs: {site: {content: "a\\n b $$x"}}
            """)
        .toString();
  }
}
