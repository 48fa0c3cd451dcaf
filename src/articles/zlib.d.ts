/** The part of Node's module that we use in workerd: all of Node's types would be too much. */
declare module 'node:zlib' {
  export function deflateRawSync(data: Uint8Array, options: { dictionary?: Uint8Array }): Uint8Array
  export function inflateRawSync(data: Uint8Array, options: { dictionary?: Uint8Array }): Uint8Array
}
