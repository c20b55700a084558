import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { EXPLICIT_LITTLE_ENDIAN, transferSyntaxOf } from "#lib/dicom/transfer-syntax.ts";
import { notAcceptable, readAccept } from "#emulator/services/dicomweb/accept.ts";
import { requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { INSTANCE_COLUMNS, scopeOf, selectInstances, type InstanceRow } from "./find-instances.ts";
import { frameCount, readFrame, readFrameNumbers, readLayout } from "./frame-source.ts";
import { multipartBytesReply } from "./multipart-reply.ts";

type FrameRow = InstanceRow & { readonly layout: string };

const OCTETS = "application/octet-stream";

/** `GET …/frames/{list}` (contract 10.4). */
export async function retrieveFrames(request: EmulatorRequest, context: Context): Promise<Reply> {
  const store = requireDicomStore(request, context);
  const [row] = selectInstances<FrameRow>(context.database, store, scopeOf(request), {
    columns: `${INSTANCE_COLUMNS}, document.layout`,
    join: "JOIN dicom_documents AS document ON document.instance = instance.id",
  });
  const layout = readLayout(row?.layout ?? null);
  const numbers = readFrameNumbers(request.params["frames"] ?? "", frameCount(layout));
  const transferSyntax = row?.transfer_syntax ?? "";
  const wanted = readAccept(request.headers.accept).find((range) => {
    const isOctets = range.type === OCTETS || range.type === "*/*";
    const syntax = range.transferSyntax ?? EXPLICIT_LITTLE_ENDIAN;
    return (
      isOctets &&
      (syntax === "*" || isSameOnWire(syntax, transferSyntax)) &&
      (range.isMultipart || numbers.length === 1 || range.type === "*/*")
    );
  });
  if (!wanted) throw notAcceptable(request.headers.accept, [`multipart/related; type="${OCTETS}"; transfer-syntax=*`]);
  const path = context.blobs.pathOf(row?.digest ?? "");
  const frames = await Promise.all(numbers.map((number) => readFrame(path, layout, number)));
  const contentType = `${OCTETS}; transfer-syntax=${transferSyntax}`;
  const [first] = frames;
  if (!wanted.isMultipart && wanted.type === OCTETS && first)
    return { status: 200, headers: { "content-type": contentType }, body: first };
  return multipartBytesReply(
    { type: OCTETS, transferSyntax },
    frames.map((body) => ({ contentType, body })),
  );
}

/** The bytes of uncompressed pixels are the same in both little endian syntaxes. */
function isSameOnWire(asked: string, stored: string): boolean {
  const { codec, isBigEndian, isDeflated } = transferSyntaxOf(stored);
  return asked === stored || (asked === EXPLICIT_LITTLE_ENDIAN && codec === "native" && !isBigEndian && !isDeflated);
}
