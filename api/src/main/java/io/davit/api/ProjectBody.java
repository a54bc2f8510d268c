package io.davit.api;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answer of `GET /projects/NAME`: what the engine keeps of a project.
///
/// @param model its canonical form; absent for one that is known by its containers' labels alone
public record ProjectBody(
    String name, @Nullable JsonObject model, String workingDir, List<String> configFiles) {}
