/** What all commands have in common: options, --help, where files are, and how they end. */
import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { root } from './d1.ts'

/** How a command ends: docs/operations.md has the list. */
export const EXIT = {
  /** Something was refused: mend it, and run the command again. */
  refused: 1,
  /** The command was given what it cannot take; nothing was sent. */
  usage: 2,
  /** The newsroom did not answer, or could not: run the same command again later. */
  unreachable: 3,
} as const

/** Ends a command with a message for the person who ran it. */
export class Fault extends Error {
  readonly exit: number

  constructor(message: string, exit: keyof typeof EXIT) {
    super(message)
    this.exit = EXIT[exit]
  }
}

type Options = NonNullable<ParseArgsConfig['options']>
type Given<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true }>
>['values']

/**
 * Runs a command. `names` is how many names (files and the like) it takes at least and at most.
 * `--help` prints `help` and does nothing else; an unknown option, or too many names, do nothing at all.
 */
export async function command<const O extends Options>(
  help: string,
  options: O,
  names: [least: number, most: number],
  work: (values: Given<O>, names: string[]) => unknown,
): Promise<void> {
  try {
    const { values, positionals } = read(options)
    if ((values as { help?: boolean }).help) return console.log(help)
    if (positionals.length < names[0]) throw new Fault(help, 'usage')
    if (positionals.length > names[1]) {
      throw new Fault(`Too much: "${positionals[names[1]]}".\n\n${help}`, 'usage')
    }
    await work(values as Given<O>, positionals)
  } catch (fault) {
    console.error((fault as Error).message)
    process.exitCode = fault instanceof Fault ? fault.exit : EXIT.refused
  }
}

function read(options: Options) {
  try {
    return parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
  } catch (fault) {
    // Node's second sentence is about names that begin with a dash.
    const [what] = (fault as Error).message.split('. ')
    throw new Fault(`${what}. --help shows what this command takes.`, 'usage')
  }
}

/** A file as the person named it, who may stand in another folder than the one npm runs this in. */
export function here(name: string): string {
  const { INIT_CWD, npm_package_json } = process.env
  // npm says so of what it runs, and that tells others in turn: it counts for this project only.
  const isByNpm =
    INIT_CWD !== undefined &&
    npm_package_json !== undefined &&
    realpathSync(dirname(npm_package_json)) === root &&
    process.cwd() === root
  return resolve(isByNpm ? INIT_CWD : process.cwd(), name)
}
