declare namespace Cloudflare {
  interface Env {
    /** How many histories a simulation plays; its own number, where it is empty. */
    SIM_RUNS: string
    SIM_SEED: string
    /** `no`: a history that fails is told as it is, at once. Else what is not needed is left out of it, in minutes. */
    SIM_SHRINK: string
    /** How many requests are made up. */
    FUZZ_RUNS: string
    FUZZ_SEED: string
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[]
    TEST_TEXT_MIGRATIONS: import('cloudflare:test').D1Migration[]
    /** Text databases, for the tests that bind them. */
    SPARE_1: D1Database
    SPARE_2: D1Database
  }
}

interface ImportMeta {
  /** Vite's: files that match, by path. */
  glob<T>(
    pattern: string,
    options: { query: string; import: string; eager: true },
  ): Record<string, T>
}
