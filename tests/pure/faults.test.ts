import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FAULTS, planted } from '../../scripts/faults'

describe('a fault for the simulation to find', () => {
  test.each(Object.entries(FAULTS))('can still be planted: %s', (_, { edits }) => {
    for (const edit of edits) {
      const source = readFileSync(edit.file, 'utf8')
      expect(planted(source, edit)).not.toBe(source)
    }
  })

  test('is no slip of the pen: all of them planted, the code compiles', () => {
    const copy = mkdtempSync(join(tmpdir(), 'broadside-'))
    try {
      const types = ['tsconfig.json', 'worker-configuration.d.ts']
      for (const part of ['src', 'migrations', 'package.json', ...types]) {
        cpSync(part, join(copy, part), { recursive: true })
      }
      symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
      for (const edit of Object.values(FAULTS).flatMap(({ edits }) => edits)) {
        const file = join(copy, edit.file)
        writeFileSync(file, planted(readFileSync(file, 'utf8'), edit))
      }
      const tsc = resolve('node_modules/typescript/bin/tsc')
      expect(spawnSync(process.execPath, [tsc, '-p', copy], { encoding: 'utf8' }).stdout).toBe('')
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  })
})
