// Owns the saving of a file that came in base64. Asks no server for anything.
import { h } from "../../card/src/dom.js";

// How long the browser may take to begin reading the file.
const KEEP_MS = 60000;

export function saveFile({ name, mime, data }) {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}
