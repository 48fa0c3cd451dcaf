export const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b)

/** Of sorted numbers, the one below which that part of them lies. */
export const quantile = (numbers: number[], part: number) =>
  numbers[Math.round((numbers.length - 1) * part)] ?? Number.NaN

export const median = (numbers: number[]) => quantile(sorted(numbers), 0.5)
