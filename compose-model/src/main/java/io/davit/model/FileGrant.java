package io.davit.model;

import io.davit.problem.SourceSpan;

/// A service's use of a config or a secret.
///
/// @param key of the resource
/// @param target absolute path inside the container
/// @param uid numeric; likewise gid
/// @param mode permission bits
public record FileGrant(String key, String target, int uid, int gid, int mode, SourceSpan source) {}
