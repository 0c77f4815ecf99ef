/** A formula of x and y, ready to be asked. */
export type Formula = (x: number, y: number) => number;

const functions: Readonly<Record<string, (value: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sign: Math.sign,
};

/**
 * Reads what the reader typed: `x^2 + y^2 < 9`, `y > sin(x)`, `x * y`. A comparison gives 1 or −1.
 * @throws Error that says where it is not understood
 */
export function readFormula(text: string): Formula {
  const reader = new Reader(text);
  const formula = reader.comparison();
  reader.end();
  return formula;
}

/** Reads from left to right; each method reads one kind of part. */
class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    const tokens = text
      .toLowerCase()
      .replaceAll('−', '-')
      .replaceAll('**', '^')
      .match(/\d+\.?\d*|\.\d+|[a-z]+\d?|[<>]=?|\S/g);
    this.#tokens = tokens ?? [];
  }

  comparison(): Formula {
    const left = this.#sum();
    const sign = this.#tokens[this.#at];
    if (sign?.[0] !== '<' && sign?.[0] !== '>') return left;
    this.#at++;
    const right = this.#sum();
    return sign.startsWith('>')
      ? (x, y) => (left(x, y) > right(x, y) ? 1 : -1)
      : (x, y) => (left(x, y) < right(x, y) ? 1 : -1);
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw new Error(`'${this.#tokens[this.#at]}' is not expected there`);
  }

  #sum(): Formula {
    let left = this.#product();
    for (;;) {
      const a = left;
      if (this.#takes('+')) {
        const b = this.#product();
        left = (x, y) => a(x, y) + b(x, y);
      } else if (this.#takes('-')) {
        const b = this.#product();
        left = (x, y) => a(x, y) - b(x, y);
      } else return left;
    }
  }

  #product(): Formula {
    let left = this.#signed();
    for (;;) {
      const a = left;
      if (this.#takes('*')) {
        const b = this.#signed();
        left = (x, y) => a(x, y) * b(x, y);
      } else if (this.#takes('/')) {
        const b = this.#signed();
        left = (x, y) => a(x, y) / b(x, y);
      } else return left;
    }
  }

  #signed(): Formula {
    if (!this.#takes('-')) return this.#power();
    const value = this.#signed();
    return (x, y) => -value(x, y);
  }

  #power(): Formula {
    const base = this.#value();
    if (!this.#takes('^')) return base;
    const exponent = this.#signed();
    return (x, y) => base(x, y) ** exponent(x, y);
  }

  #value(): Formula {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error('it ends too early');
    if (/^[\d.]/.test(token)) {
      const number = Number(token);
      return () => number;
    }
    if (token === '(') {
      const inside = this.#sum();
      this.#expect(')');
      return inside;
    }
    if (token === 'x' || token === 'x1') return (x) => x;
    if (token === 'y' || token === 'x2') return (_, y) => y;
    if (token === 'pi') return () => Math.PI;
    const named = Object.hasOwn(functions, token) ? functions[token] : undefined;
    if (!named)
      throw new Error(`'${token}' is not known: there are x, y, pi, ${Object.keys(functions).join(', ')}`);
    this.#expect('(');
    const argument = this.#sum();
    this.#expect(')');
    return (x, y) => named(argument(x, y));
  }

  #takes(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#takes(token)) throw new Error(`a '${token}' is missing`);
  }
}
