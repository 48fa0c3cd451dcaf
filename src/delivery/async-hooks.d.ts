/** The part of Node's module that workerd has with `nodejs_als`: all of Node's types would be too much. */
declare module 'node:async_hooks' {
  export class AsyncLocalStorage<T> {
    run<R>(store: T, work: () => R): R
    getStore(): T | undefined
  }
}
