// Owns how a page hands over a file that it has made. Knows nothing of what is in it.

// The browser reads it after this call: it is let go of when that has long been done.
const READ_WITHIN_MS = 60000;

export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), READ_WITHIN_MS);
}
