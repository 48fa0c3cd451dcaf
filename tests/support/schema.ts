/** The tables as they stand, with the comments that their migrations have: for docs/schema.sql. */

/** An object of the database, as `sqlite_master` has it. */
export interface Made {
  name: string
  tbl_name: string
  sql: string
}

const HEAD = `-- The tables as they stand, once all of migrations/ is applied. Written by \`npm run schema\`; \`npm test\`
-- fails while this file says anything else. Every *_at is whole UTC seconds since 1970.`

/** `migrations`: their texts, in order. */
export function renderSchema(made: Made[], migrations: string[]): string {
  const text = migrations.join('\n')
  const tables = made.filter(({ sql }) => /^CREATE (VIRTUAL )?TABLE/.test(sql))
  const shown = tables.map((table) => {
    const others = made.filter((one) => one.tbl_name === table.name && one !== table)
    return [table, ...others].map((one) => describe(one, text)).join('\n\n')
  })
  return `${[HEAD, ...shown].join('\n\n')}\n`
}

function describe({ name, sql }: Made, text: string): string {
  const whole = /TABLE/.test(sql.slice(0, 20)) ? withAdded(sql, addedTo(name, text)) : sql
  return `${commentBefore(new RegExp(`^CREATE [A-Z ]+ ${name}\\b`, 'gm'), text)}${whole};`
}

/** The comment right above the last statement that matches: an object may be made anew. */
function commentBefore(statement: RegExp, text: string): string {
  const at = [...text.matchAll(statement)].at(-1)?.index ?? 0
  return /(?:(?<![^\n])--[^\n]*\n)*$/.exec(text.slice(0, at))?.[0] ?? ''
}

interface Added {
  definition: string
  comment: string
}

function addedTo(table: string, text: string): Added[] {
  const alter = new RegExp(`^ALTER TABLE ${table} ADD COLUMN ([^;]+);(?: *-- (.*))?$`, 'gm')
  return [...text.matchAll(alter)].map(({ 0: statement, 1: definition = '', 2: beside }) => {
    const above = commentBefore(new RegExp(`^${literally(statement)}`, 'gm'), text)
    return {
      definition,
      comment: beside ?? above.replace(/^-- ?/gm, '').trim().replace(/\n/g, ' '),
    }
  })
}

const literally = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** SQLite puts an added column right behind the last one: here each gets a line, and its comment. */
function withAdded(sql: string, added: Added[]): string {
  const lines = added
    .reduce((left, { definition }) => left.replace(`, ${definition}`, ''), sql)
    .split('\n')
  if (added.length === 0) return sql
  const end = lines.findIndex((line) => /^ *(PRIMARY KEY|CHECK|UNIQUE) ?\(|^\)/.test(line))
  const isLast = lines[end]?.startsWith(')')
  const last = (lines[end - 1] ?? '').replace(/,?( *--.*)?$/, ',$1')
  const own = added.flatMap(({ definition, comment }, i) => {
    const comma = isLast && i === added.length - 1 ? '' : ','
    const note = comment ? [`  -- ${comment}`] : []
    return [...note, `  ${definition.replace(/\n\s*/g, ' ')}${comma}`]
  })
  return [...lines.slice(0, end - 1), last, ...own, ...lines.slice(end)].join('\n')
}
