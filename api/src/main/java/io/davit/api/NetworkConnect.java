package io.davit.api;

import org.jspecify.annotations.Nullable;

/// Body of `POST /networks/ID/connect` and `disconnect`.
public record NetworkConnect(
    @Nullable String container,
    ContainerCreate.@Nullable EndpointSettings endpointConfig,
    @Nullable Boolean force) {}
