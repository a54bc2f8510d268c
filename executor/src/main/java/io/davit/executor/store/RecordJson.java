package io.davit.executor.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// JSON of records: component names as they are, an empty Optional is null, paths and times as
/// strings.
public final class RecordJson {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .registerTypeAdapterFactory(new Optionals())
          .registerTypeHierarchyAdapter(Path.class, text(Path::of))
          .registerTypeAdapter(Instant.class, text(Instant::parse))
          .create();

  private RecordJson() {}

  public static Gson gson() {
    return GSON;
  }

  private static <T> TypeAdapter<T> text(Function<String, T> parse) {
    return new TypeAdapter<T>() {
      @Override
      public void write(JsonWriter out, T value) throws IOException {
        out.value(value.toString());
      }

      @Override
      public T read(JsonReader in) throws IOException {
        return parse.apply(in.nextString());
      }
    }.nullSafe();
  }

  private static final class Optionals implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked") // the type was compared with Optional
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
      if (type.getRawType() != Optional.class) {
        return null;
      }
      java.lang.reflect.Type element =
          ((ParameterizedType) type.getType()).getActualTypeArguments()[0];
      return (TypeAdapter<T>) adapter(gson.getAdapter(TypeToken.get(element)));
    }

    private static <E> TypeAdapter<Optional<E>> adapter(TypeAdapter<E> element) {
      return new TypeAdapter<>() {
        @Override
        public void write(JsonWriter out, Optional<E> value) throws IOException {
          if (value.isPresent()) {
            element.write(out, value.get());
          } else {
            // Said outright: a component that is absent would be read as null.
            boolean nulls = out.getSerializeNulls();
            out.setSerializeNulls(true);
            out.nullValue();
            out.setSerializeNulls(nulls);
          }
        }

        @Override
        public Optional<E> read(JsonReader in) throws IOException {
          if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return Optional.empty();
          }
          return Optional.ofNullable(element.read(in));
        }
      };
    }
  }
}
