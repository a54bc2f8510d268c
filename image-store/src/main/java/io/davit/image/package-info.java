/// Images: content-addressed blobs, unpacked layers, names.
///
/// It knows no container. A layer is a directory that overlayfs can stack; an image is a
/// configuration and a list of layers. Start reading at [Images].
@org.jspecify.annotations.NullMarked
package io.davit.image;
