import DOMPurify from "dompurify";

/** The elements of FHIR R4 §2.4.0 (txt-1): the formatting part of XHTML. No forms, scripts, frames, objects, styles or SVG. */
const TAGS = (
  "a abbr acronym address b big blockquote br caption center cite code col colgroup dd del dfn div dl dt em " +
  "h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strike strong sub sup " +
  "table tbody td tfoot th thead tr tt u ul var"
).split(" ");
/** Without `id`, `name`, `class` and `style`: markup of a record may not take the page's names, looks or place. */
const ATTRIBUTES = [
  "abbr",
  "align",
  "alt",
  "colspan",
  "dir",
  "headers",
  "height",
  "lang",
  "rowspan",
  "scope",
  "src",
  "span",
  "title",
  "valign",
  "width",
];

/**
 * The narrative as nodes that can do nothing: no script, no address to go to, no image but one that is in the text itself.
 * A narrative comes from whoever wrote the resource, so it is treated as hostile (stored XSS).
 */
export function sanitiseNarrative(div: string): DocumentFragment {
  return DOMPurify.sanitize(div, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/i,
    ADD_DATA_URI_TAGS: [],
    RETURN_DOM_FRAGMENT: true,
  });
}
