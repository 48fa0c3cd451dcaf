import { CspEvaluator } from 'csp_evaluator'
import { Version } from 'csp_evaluator/dist/csp.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { describe, expect, inject, test } from 'vitest'
import { pagesAt } from './pages.ts'
import { faults } from './vnu.ts'

const newsrooms = { chinese: inject('chinese'), english: inject('english') }

async function pagesOf(url: string): Promise<Record<string, string>> {
  const read = Object.entries(pagesAt(url)).map(async ([name, { path, status = 200 }]) => {
    const answer = await fetch(url + path)
    expect(answer.status, path).toBe(status)
    return [name, await answer.text()]
  })
  return Object.fromEntries(await Promise.all(read))
}

describe.each(Object.entries(newsrooms))('the %s newsroom', (_, url) => {
  test('has no page that the Nu HTML Checker finds a fault in', async () => {
    expect(await faults(await pagesOf(url))).toEqual([])
  })

  test('has no rb or rtc, which the checker would let pass, and no script', async () => {
    for (const [name, page] of Object.entries(await pagesOf(url))) {
      expect(page, name).not.toMatch(/<\/?(?:rb|rtc)\b/i)
      expect(page, name).not.toMatch(
        /<script(?! type="application\/ld\+json")|\son\w+=|javascript:/i,
      )
    }
  })

  test('has a policy that csp_evaluator has nothing grave to say of', async () => {
    for (const { path } of Object.values(pagesAt(url))) {
      const policy = (await fetch(url + path)).headers.get('Content-Security-Policy') ?? ''
      const { csp } = new CspParser(policy)
      const findings = new CspEvaluator(csp, Version.CSP3).evaluate()
      const grave = findings.filter(({ severity }) => severity <= Severity.HIGH_MAYBE)
      expect(grave.map(({ description }) => description)).toEqual([])
    }
  })
})

test('the checks can fail', async () => {
  expect(await faults({ bad: '<!doctype html><title>a</title><p id=a><b id=a></p>' })).not.toEqual(
    [],
  )
  const { csp } = new CspParser("script-src 'unsafe-inline'")
  const findings = new CspEvaluator(csp, Version.CSP3).evaluate()
  expect(findings.some(({ severity }) => severity === Severity.HIGH)).toBe(true)
})
