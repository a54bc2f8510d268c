package io.davit.model.schema;

import io.davit.model.yaml.Node.Mapping;
import io.davit.problem.SourceSpan;
import java.util.Optional;

/// How far Davit honours an attribute of the Compose specification, or one value of it. Every
/// attribute is read, checked, merged and shown; only who brings a project up is told what of it is
/// not honoured.
sealed interface Support {
  /// Says what is not honoured to those who bring the project up.
  ///
  /// @param subject what the predicate begins with: empty for an attribute as a whole, or the value
  ///   in question: `is "daily"`
  void tell(Place place, String subject, SourceSpan where);

  /// What editors show of it.
  default Optional<String> note() {
    return Optional.empty();
  }

  /// The same for an attribute of a mapping that is known.
  default Support in(Mapping around) {
    return this;
  }

  private static String clause(String subject, String predicate) {
    return subject.isEmpty() ? predicate : subject + ", which " + predicate;
  }

  record Honoured() implements Support {
    @Override
    public void tell(Place place, String subject, SourceSpan where) {}
  }

  /// The container is what it should be without it, as far as that goes here: a warning.
  ///
  /// @param instead what happens instead
  record WithoutEffect(String instead) implements Support {
    @Override
    public Optional<String> note() {
      return Optional.of("has no effect: " + instead);
    }

    @Override
    public void tell(Place place, String subject, SourceSpan where) {
      place.warning(
          clause(subject, "has no effect here: " + instead),
          where,
          "nothing to do; remove it if no other tool reads this file");
    }
  }

  /// The service would be another one without it: an error.
  ///
  /// @param fix what to do without it
  record NotYet(String fix) implements Support {
    @Override
    public Optional<String> note() {
      return Optional.of("not supported yet: " + fix);
    }

    @Override
    public void tell(Place place, String subject, SourceSpan where) {
      place.error(clause(subject, "is not supported yet"), where, fix);
    }
  }

  /// No engine can do it, though the file is well-formed: an error.
  ///
  /// @param predicate what it is: `must be a container's name`
  record Impossible(String predicate, String fix) implements Support {
    @Override
    public void tell(Place place, String subject, SourceSpan where) {
      place.error(predicate, where, fix);
    }
  }

  /// Depends on whether another attribute stands beside it.
  record Beside(String other, Support with, Support without) implements Support {
    @Override
    public Support in(Mapping around) {
      return around.get(other).isPresent() ? with : without;
    }

    @Override
    public void tell(Place place, String subject, SourceSpan where) {
      throw new IllegalStateException("what is around decides");
    }
  }
}
