declare module "dcmjs" {
  interface DicomDict {
    dict: object;
    write(): ArrayBuffer;
  }
  const dcmjs: { readonly data: { readonly DicomDict: new (meta: object) => DicomDict } };
  export default dcmjs;
}
