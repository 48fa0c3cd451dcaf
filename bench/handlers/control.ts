/** Runs the SQL it is sent, for what has to happen between requests. */
export default {
  async fetch(request, { DB }): Promise<Response> {
    const { sql, values } = (await request.json()) as { sql: string; values: unknown[] }
    const { results } = await DB.prepare(sql)
      .bind(...values)
      .run()
    return Response.json(results)
  },
} satisfies ExportedHandler<Env>
