package io.davit.api;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/// The one configuration of JSON: Docker's capitalised names, nulls left out, HTML characters as
/// they are.
public final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.UPPER_CAMEL_CASE)
          .disableHtmlEscaping()
          .create();

  private Json() {}

  public static Gson gson() {
    return GSON;
  }
}
