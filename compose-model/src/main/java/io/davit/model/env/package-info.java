/// Files of variables: `.env`, `--env-file` and a service's `env_file`, and which of them wins
/// (compose-spec 05-services.md#env_file).
@org.jspecify.annotations.NullMarked
package io.davit.model.env;
