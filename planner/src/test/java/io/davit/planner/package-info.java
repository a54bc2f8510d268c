@org.jspecify.annotations.NullMarked
package io.davit.planner;
