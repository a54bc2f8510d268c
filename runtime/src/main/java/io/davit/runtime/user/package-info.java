/// Who a process runs as: names and numbers, resolved by the files of the container's own root
/// (passwd(5), group(5)).
@org.jspecify.annotations.NullMarked
package io.davit.runtime.user;
