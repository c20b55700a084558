/** Characters of a Latin-1 page; everything else becomes its base letter or a question mark. */
function latin1(text: string): string {
  return text.replace(/[\u0100-\u{10ffff}]/gu, (character) => {
    const letter = character.normalize("NFD").charAt(0);
    return letter.charCodeAt(0) < 256 ? letter : "?";
  });
}

/**
 * One A4 page of text as a PDF 1.4 file: a real one, with fonts and a cross-reference table, that any viewer opens.
 * The same lines give the same bytes. ISO 32000-1 §7.5.
 */
export function letterPdf(title: string, lines: readonly string[]): Buffer {
  const page = [
    `BT /F1 16 Tf 60 780 Td (${literal(title)}) Tj`,
    "/F1 11 Tf 0 -28 Td",
    ...lines.map((line) => `(${literal(line)}) Tj 0 -16 Td`),
    "ET",
  ].join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    `<< /Title (${literal(title)}) /Producer (Demo Hospital) >>`,
  ];
  let file = "%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n";
  const offsets = objects.map((body, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

function literal(text: string): string {
  return latin1(text).replace(/[\\()]/g, (character) => `\\${character}`);
}
