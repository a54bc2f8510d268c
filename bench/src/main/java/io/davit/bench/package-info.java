/// Measurements inside one JVM, by JMH: `./mvnw -Pbench -pl bench -am package -DskipTests` runs
/// them all, after some minutes. Whole commands are measured by `bench/compare`.
@org.jspecify.annotations.NullMarked
package io.davit.bench;
