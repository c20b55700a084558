/** The least that shows a series with Cornerstone: a stack, the wheel, and all other pictures fetched after the first. Bundled by the benchmark. */
import { Enums, imageLoader, init, RenderingEngine, type Types } from "@cornerstonejs/core";
import { init as initLoader, wadors } from "@cornerstonejs/dicom-image-loader";

const AT_ONCE = 6;
const series = `${location.origin}/dicom-web/studies/1.2.826.1/series/1.2.826.1.1`;

const element = document.querySelector<HTMLDivElement>("#view");
if (element) await show(element);

async function show(element: HTMLDivElement): Promise<void> {
  const asked = fetch(`${series}/metadata`, { headers: { accept: "application/dicom+json" } });
  init();
  initLoader();
  const instances = (await (await asked).json()) as Record<string, { Value: string[] }>[];
  const ids = instances.map((instance) => {
    const id = `wadors:${series}/instances/${instance["00080018"]?.Value[0]}/frames/1`;
    wadors.metaDataManager.add(id, instance);
    return id;
  });
  const engine = new RenderingEngine("minimal");
  engine.enableElement({ viewportId: "view", type: Enums.ViewportType.STACK, element });
  const view = engine.getViewport("view") as Types.IStackViewport;
  await view.setStack(ids, ids.length >> 1);
  view.render();
  element.addEventListener("wheel", (event) => view.scroll(Math.sign(event.deltaY)), { passive: true });
  let next = 0;
  const work = async (): Promise<void> => {
    for (let id = ids[next++]; id !== undefined; id = ids[next++]) await imageLoader.loadAndCacheImage(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
