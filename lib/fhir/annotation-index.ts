import { annotate, type AnnotateOptions } from "./annotate.ts";
import { LAYERS, type Annotation, type Layer } from "./annotation.ts";
import type { Definitions } from "./definitions.ts";
import type { JsonDocument } from "./json-document.ts";
import { isJsonObject } from "./lossless-json.ts";
import { MAX_DEPTH, valueOf } from "./json-value.ts";

/** An annotation with its places in the document. */
export interface PlacedAnnotation extends Annotation {
  readonly node: number;
}

/** A resource that is annotated on its own. */
export interface Scope {
  /** 0 for the document's own resource. */
  readonly node: number;
  /** Empty when the JSON is no resource. */
  readonly type: string;
  /** Position among the bundle's entries, from 0; undefined for the document's own resource. */
  readonly entry: number | undefined;
}

/** What annotating needs to know beside the document. */
export interface AnnotationContext extends Pick<AnnotateOptions, "store" | "displays" | "checkUnit"> {
  readonly definitions: Definitions;
}

/** Up to this many values the whole document is one scope; beyond, each bundle entry is annotated when it is looked at. */
const LARGE = 20_000;

/**
 * Annotations of a document, worked out scope by scope when asked for and kept. A bundle of 10 MB has some 200,000: nobody
 * reads such a list, and making it would hold up the first line by a second.
 */
export class AnnotationIndex {
  readonly document: JsonDocument;
  readonly isLarge: boolean;
  readonly scopes: readonly Scope[];
  private readonly context: AnnotationContext;
  /** Annotations that come from elsewhere: another version, `$validate`, a search, people. */
  private readonly given: readonly PlacedAnnotation[];
  private readonly known: Map<string, readonly PlacedAnnotation[]>;
  private readonly merged = new Map<string, readonly PlacedAnnotation[]>();
  /** By scope; apart from the rest because they need no definitions and outlive them. */
  private readonly identifiers: Map<number, readonly PlacedAnnotation[]>;
  private readonly annotated = new Map<string, ReadonlySet<number>>();
  private readonly warned = new Map<string, ReadonlySet<number>>();
  private readonly identifying: Map<number, ReadonlySet<number>>;

  /** `before`: an index of the same document that knew less; what does not depend on the difference is taken over. */
  constructor(
    document: JsonDocument,
    context: AnnotationContext,
    before?: AnnotationIndex,
    given: readonly PlacedAnnotation[] = [],
  ) {
    this.document = document;
    this.context = context;
    this.given = given;
    this.known = before?.context === context ? before.known : new Map<string, readonly PlacedAnnotation[]>();
    this.isLarge = document.nodes.count > LARGE;
    this.scopes = before?.scopes ?? scopesOf(document, this.isLarge);
    this.identifiers = before?.identifiers ?? new Map<number, readonly PlacedAnnotation[]>();
    this.identifying = before?.identifying ?? new Map<number, ReadonlySet<number>>();
  }

  /** The innermost scope that holds a node. */
  scopeOf(node: number): Scope {
    const [root = NO_SCOPE] = this.scopes;
    let low = 1;
    let high = this.scopes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.scopes[middle]?.node ?? 0) <= node) low = middle + 1;
      else high = middle;
    }
    const scope = this.scopes[low - 1] ?? root;
    return this.document.contains(scope.node, node) ? scope : root;
  }

  /** Annotations of one layer in a scope, in document order. */
  layer(scope: Scope, layer: Layer): readonly PlacedAnnotation[] {
    const own = this.computed(scope, layer);
    if (this.given.length === 0) return own;
    return remembered(this.merged, `${layer} ${scope.node}`, () => {
      const here = this.given.filter((each) => each.layer === layer && this.scopeOf(each.node) === scope);
      return here.length === 0 ? own : [...own, ...here].toSorted((a, b) => a.node - b.node);
    });
  }

  /** The same index with remarks that come from elsewhere. */
  withGiven(given: readonly PlacedAnnotation[]): AnnotationIndex {
    return given.length === 0 ? this : new AnnotationIndex(this.document, this.context, this, given);
  }

  private computed(scope: Scope, layer: Layer): readonly PlacedAnnotation[] {
    if (layer === "identifiers") return remembered(this.identifiers, scope.node, () => this.annotate(scope, layer));
    return remembered(this.known, `${layer} ${scope.node}`, () => this.annotate(scope, layer));
  }

  /** Annotations of several layers, in document order and then in the order of the layers. */
  inScope(scope: Scope, layers: readonly Layer[]): readonly PlacedAnnotation[] {
    const all = LAYERS.filter((layer) => layers.includes(layer)).flatMap((layer) => this.layer(scope, layer));
    return all.toSorted((a, b) => a.node - b.node);
  }

  /**
   * The annotations of each layer that light up when the cursor stands on a node: the nearest at or above it; else, since a concept
   * is explained on its coding and a repeated name on its first item, the first inside it or among its siblings.
   */
  around(node: number, layers: readonly Layer[]): readonly PlacedAnnotation[] {
    const scope = this.scopeOf(node);
    return layers.flatMap((layer) => {
      const all = this.layer(scope, layer);
      const nearest =
        all.findLast((annotation) => this.document.contains(annotation.node, node))?.node ??
        this.firstInside(all, node, scope) ??
        this.firstInside(all, this.arrayOf(node), scope);
      return nearest === undefined ? [] : all.filter((annotation) => annotation.node === nearest);
    });
  }

  private firstInside(all: readonly PlacedAnnotation[], node: number | undefined, scope: Scope): number | undefined {
    if (node === undefined || node === scope.node) return undefined;
    return all.find((annotation) => this.document.contains(node, annotation.node))?.node;
  }

  private arrayOf(node: number): number | undefined {
    const parent = this.document.parentOf(node);
    return parent >= 0 && this.document.kindOf(parent) === "array" ? parent : undefined;
  }

  /** Whether a value itself is annotated in a layer; for a Reference also its `reference` text. */
  isAnnotated(node: number, layer: Layer): boolean {
    const scope = this.scopeOf(node);
    const nodes = remembered(
      this.annotated,
      `${layer} ${scope.node}`,
      () => new Set(this.layer(scope, layer).map((annotation) => annotation.node)),
    );
    if (layer !== "references" || this.document.isContainer(node)) return nodes.has(node);
    return nodes.has(node) || (this.document.keyOf(node) === "reference" && nodes.has(this.document.parentOf(node)));
  }

  /** Whether one of a layer's annotations of a value, or of the Reference that it is the text of, is a warning. */
  isWarned(node: number, layer: Layer): boolean {
    const scope = this.scopeOf(node);
    const nodes = remembered(this.warned, `${layer} ${scope.node}`, () => {
      const warnings = this.layer(scope, layer).filter(({ severity }) => severity === "warning");
      return new Set(warnings.map((annotation) => annotation.node));
    });
    return nodes.has(node) || (this.document.keyOf(node) === "reference" && nodes.has(this.document.parentOf(node)));
  }

  /** True for a value that falls in a Safe Harbor class, or that lies too deep to be judged. */
  isIdentifying(node: number): boolean {
    const scope = this.scopeOf(node);
    const values = remembered(this.identifying, scope.node, () => this.identifyingIn(scope));
    return values.has(node) || this.isTooDeep(node);
  }

  private identifyingIn(scope: Scope): ReadonlySet<number> {
    const paths = this.layer(scope, "identifiers").flatMap(({ path, values = [path] }) => values);
    return new Set(paths.flatMap((path) => this.document.nodeAt(path) ?? []));
  }

  /** True when a value, or one inside it, is identifying: such a value is not copied while identities are masked. */
  holdsIdentifying(node: number): boolean {
    const end = this.document.nodes.after[node] ?? node;
    for (let inner = node; inner < end; inner += 1) {
      if (!this.document.isContainer(inner) && this.isIdentifying(inner)) return true;
    }
    return false;
  }

  private isTooDeep(node: number): boolean {
    return this.document.nodes.count > MAX_DEPTH && this.document.depthOf(node) > MAX_DEPTH;
  }

  private annotate(scope: Scope, layer: Layer): readonly PlacedAnnotation[] {
    const value = valueOf(this.document, scope.node, this.leftOut(scope, layer));
    if (!isJsonObject(value)) return [];
    const base = this.document.pathOf(scope.node);
    const { definitions, ...options } = this.context;
    return annotate(value, layer, definitions, { ...options, base }).flatMap((annotation) => {
      const node = this.document.nodeAt(annotation.path);
      return node === undefined ? [] : [{ ...annotation, node }];
    });
  }

  /**
   * Of a large bundle's own values: resources are scopes of their own. Identifiers are looked for in every entry, but what an
   * entry means is said once.
   */
  private leftOut(scope: Scope, layer: Layer): (node: number) => boolean {
    if (!this.isLarge || scope.node !== 0) return () => false;
    const resources = new Set(this.scopes.slice(1).map(({ node }) => node));
    if (layer === "identifiers") return (node) => resources.has(node);
    const entries = this.document.nodeAt(["entry"]);
    return (node) =>
      resources.has(node) || (this.document.parentOf(node) === entries && this.document.nodes.index[node] !== 0);
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const made = make();
  known.set(key, made);
  return made;
}

/** The document's own resource and, entry by entry, those of a bundle that is annotated in parts. */
export function scopesOf(document: JsonDocument, isLarge: boolean): readonly Scope[] {
  const root = { node: 0, type: memberString(document, 0, "resourceType"), entry: undefined };
  return isLarge ? [root, ...entryScopes(document)] : [root];
}

const NO_SCOPE: Scope = { node: 0, type: "", entry: undefined };

function entryScopes(document: JsonDocument): Scope[] {
  const entries = document.nodeAt(["entry"]);
  if (entries === undefined || document.kindOf(entries) !== "array") return [];
  return [...document.childrenOf(entries)].flatMap((entry, position) =>
    [...document.childrenOf(entry)]
      .filter((member) => document.keyOf(member) === "resource" && document.kindOf(member) === "object")
      .map((node) => ({ node, type: memberString(document, node, "resourceType"), entry: position })),
  );
}

function memberString(document: JsonDocument, node: number, name: string): string {
  if (document.kindOf(node) !== "object") return "";
  for (const child of document.childrenOf(node)) {
    if (document.keyOf(child) === name) return document.stringOf(child) ?? "";
  }
  return "";
}

/** Resource types whose definitions a scope needs: its own and those it contains. */
export function typesIn(document: JsonDocument, scope: Scope, isLarge: boolean): readonly string[] {
  const types = new Set<string>([scope.type]);
  const end = document.nodes.after[scope.node] ?? 0;
  const isBundle = isLarge && scope.node === 0;
  for (let node = scope.node; node < end && !isBundle; node += 1) {
    if (document.kindOf(node) === "object") types.add(memberString(document, node, "resourceType"));
  }
  return [...types].filter((type) => /^[A-Z][A-Za-z]{1,63}$/.test(type)).toSorted();
}
