@org.jspecify.annotations.NullMarked
package io.davit.executor.project;
