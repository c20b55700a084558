/** As much of a browser's XMLHttpRequest, over fetch, as dicomweb-client uses. For tests. */
export class TestXmlHttpRequest {
  responseType = "";
  readyState = 0;
  status = 0;
  response: unknown = undefined;
  onreadystatechange: () => void = () => undefined;
  readonly #headers: [string, string][] = [];
  #method = "get";
  #url = "";
  #answer: Headers = new Headers();

  open(method: string, url: string): void {
    this.#method = method.toUpperCase();
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.push([name, value]);
  }

  getResponseHeader(name: string): string | null {
    return this.#answer.get(name);
  }

  getAllResponseHeaders(): string {
    return [...this.#answer].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  }

  send(body?: BodyInit): void {
    void this.#send(body);
  }

  async #send(body?: BodyInit): Promise<void> {
    const call = { method: this.#method, headers: this.#headers, ...(body !== undefined && { body }) };
    const answer = await fetch(this.#url, call);
    const bytes = await answer.arrayBuffer();
    this.#answer = answer.headers;
    this.status = answer.status;
    this.response = this.responseType === "json" ? JSON.parse(Buffer.from(bytes).toString() || "null") : bytes;
    this.readyState = 4;
    this.onreadystatechange();
  }
}
