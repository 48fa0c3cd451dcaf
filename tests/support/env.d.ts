declare namespace Cloudflare {
  interface Env {
    /** How many histories the simulation runs. */
    SIM_RUNS: string
    SIM_SEED: string
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[]
  }
}
