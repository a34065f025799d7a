// Owns the making of a Word file in the browser: one A4 page lying, a title, a day, a table. No library, no server.
// A .docx is a zip of a few XML files; they are stored as they are, which every reader takes.
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>';
const MM = 1440 / 25.4;
const WRITTEN_MM = 297 - 2 * 20;
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

const CELL = `<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>`;
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// XML has no place for most control characters, nor for half a letter.
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu;
const escape = (text) => text.normalize("NFC").replace(NO_XML, "\ufffd").replace(/[&<>"]/g, (mark) => MARKS[mark]);

function run(text, { bold, half = 26 }) {
  const lines = escape(text).split(/\r\n|\r|\n/);
  const said = lines.map((line) => `<w:t xml:space="preserve">${line}</w:t>`).join("<w:br/>");
  return `<w:r><w:rPr>${FONT}${bold ? "<w:b/>" : ""}<w:sz w:val="${half}"/><w:lang w:val="vi-VN"/></w:rPr>${said}</w:r>`;
}
const paragraph = (text, look = {}) =>
  `<w:p><w:pPr><w:spacing w:after="${look.after ?? 40}"/>${look.centred ? '<w:jc w:val="center"/>' : ""}</w:pPr>${run(text, look)}</w:p>`;

function table(heads, rows, widths) {
  const twips = widths.map((share) => Math.round(share * WRITTEN_MM * MM));
  const cell = (text, n, look) => `<w:tc><w:tcPr><w:tcW w:w="${twips[n]}" w:type="dxa"/></w:tcPr>${paragraph(text, look)}</w:tc>`;
  const line = (cells, head) =>
    `<w:tr><w:trPr><w:cantSplit/>${head ? "<w:tblHeader/>" : ""}</w:trPr>${cells.map((text, n) => cell(text, n, { bold: head, half: 24, centred: head })).join("")}</w:tr>`;
  const edges = ["top", "left", "bottom", "right", "insideH", "insideV"];
  const borders = edges.map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`).join("");
  const total = twips.reduce((sum, one) => sum + one, 0);
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${total}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/>${CELL}</w:tblPr>` +
    `<w:tblGrid>${twips.map((one) => `<w:gridCol w:w="${one}"/>`).join("")}</w:tblGrid>` +
    `${line(heads, true)}${rows.map((cells) => line(cells, false)).join("")}</w:tbl>`
  );
}

function parts({ title, day, heads, rows, widths }) {
  const [wide, high, edge] = [297, 210, 20].map((millimetres) => Math.round(millimetres * MM));
  const margins = ["top", "right", "bottom", "left"].map((side) => `w:${side}="${edge}"`).join(" ");
  const page = `<w:sectPr><w:pgSz w:w="${wide}" w:h="${high}" w:orient="landscape"/><w:pgMar ${margins} w:header="700" w:footer="700" w:gutter="0"/></w:sectPr>`;
  const body = `${paragraph(title, { bold: true, half: 32, centred: true })}${paragraph(day, { centred: true, after: 200 })}${table(heads, rows, widths)}${paragraph("")}${page}`;
  const core = `xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"`;
  return {
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.main+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="a" Type="${OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="b" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    "docProps/core.xml": `<cp:coreProperties ${core}><dc:title>${escape(title)}</dc:title></cp:coreProperties>`,
    "word/document.xml": `<w:document ${WORD}><w:body>${body}</w:body></w:document>`,
  };
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});
const checksum = (bytes) => ~bytes.reduce((sum, byte) => CRC[(sum ^ byte) & 255] ^ (sum >>> 8), -1) >>> 0;

// The numbers in little-endian order, each `[value, bytes]`.
function pack(...fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, size]) => sum + size, 0)));
  let at = 0;
  for (const [value, size] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

const UTF8_NAMES = 0x800;
const FIRST_DAY = 0x21; // 1 January 1980: the file says nothing of when it was made

function zip(files) {
  const encoder = new TextEncoder();
  const [bodies, directory] = [[], []];
  let at = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, data] = [encoder.encode(path), encoder.encode(HEAD + text)];
    const about = [[20, 2], [UTF8_NAMES, 2], [0, 2], [0, 2], [FIRST_DAY, 2], [checksum(data), 4], [data.length, 4], [data.length, 4], [name.length, 2], [0, 2]];
    const head = pack([0x04034b50, 4], ...about);
    bodies.push(head, name, data);
    directory.push(pack([0x02014b50, 4], [20, 2], ...about, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), name);
    at += head.length + name.length + data.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const count = directory.length / 2;
  return [...bodies, ...directory, pack([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [at, 4], [0, 2])];
}

// `widths` are shares of the page's width, one a column.
export const makeDocx = (sheet) => new Blob(zip(parts(sheet)), { type: TYPE });
