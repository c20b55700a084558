/** The package brings no types; its content is parsed by zod where it is read. */
declare module "hl7-dictionary" {
  const dictionary: unknown;
  export default dictionary;
}
