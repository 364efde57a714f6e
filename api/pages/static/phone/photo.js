// Makes a large photo smaller before it is sent: a village's signal carries little, a form's digits
// stay readable. What cannot be drawn here is sent as it is.
const LARGE = 1500000; // bytes
const LONG_SIDE = 3000; // pixels; a messenger leaves 1,280
const QUALITY = 0.85;

export async function smaller(file) {
  if (file.size <= LARGE) return file;
  try {
    const image = await opened(file);
    const scale = Math.min(1, LONG_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return made && made.size < file.size ? made : file;
  } catch (trouble) {
    console.warn("the photo is sent as it is", trouble);
    return file;
  }
}

function opened(file) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("not a picture"));
    image.src = URL.createObjectURL(file);
  });
}

export function bytesOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(file);
  });
}
