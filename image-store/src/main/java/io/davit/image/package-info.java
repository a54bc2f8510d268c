/// Images: content-addressed blobs, unpacked layers, names.
///
/// It knows no container. A layer is a directory that overlayfs can stack; an image is a
/// configuration and a list of layers. What comes from outside (archives, names) is not believed
/// until it was checked; what is committed survives a crash (docs/adr/0005-image-store.md).
///
/// [Images] is what others see, [ImageStore] keeps them, [ImageFiles] looks into them. Start
/// reading at [StoreFolders], which shows what lies where; `tar` and `tree` below are about files
/// only.
@org.jspecify.annotations.NullMarked
package io.davit.image;
