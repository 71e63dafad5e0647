import type { Json } from "../expression.ts";
import type { Random } from "../random.ts";

const CUSTOMERS = [
  ["Zoë Müller", "zoe.mueller@post.example", "DE", "Göttingen"],
  ["Łukasz Żak", "l.zak@poczta.example", "PL", "Łódź"],
  ["Søren Åkesson", "soren@nord.example", "DK", "Århus"],
  ["王小明", "xiaoming.wang@mail.example", "DE", "Düsseldorf"],
  ["Ольга Петрова", "olga@pochta.example", "DE", "Berlin"],
  ["محمد العلي", "m.alali@mail.example", "AT", "Wien"],
  ["Ayşe Yılmaz", "ayse@posta.example", "DE", "Köln"],
  ["Eleni Παπαδοπούλου", "eleni@mail.example", "GR", "Θεσσαλονίκη"],
  ["Chloé Lefèvre", "chloe.lefevre@poste.example", "FR", "Besançon"],
  ["Jürgen Groß", "j.gross@post.example", "DE", "Görlitz"],
  ["Ingrid Bjørnstad", "ingrid@nord.example", "NO", "Tromsø"],
  ["John O'Neill", "john.oneill@mail.example", "IE", "Cork"],
] as const;

/** Somebody who orders. */
export const customer = (random: Random): { [name: string]: Json } => {
  const [name, email, country, city] = random.pick(CUSTOMERS);
  return { name, email, country, city };
};

const ARTICLES = [
  ["ZL-2040", "Zelt „Fjäll“ 2 Personen", 289, 3.4],
  ["RS-0177", "Rucksack 45 l", 119, 1.6],
  ["KO-3391", "Kocher mit Windschutz", 64.5, 0.8],
  ["SB-0008", "Schlafsack −10 °C", 174.9, 1.9],
  ["AX-5512", "Spaltaxt, Griff aus Esche", 58, 2.7],
  ["HM-9001", "Hängematte 3 m", 49.95, 0.9],
  ["OF-7000", "Gartenofen aus Gusseisen", 420, 38],
] as const;

/** What somebody ordered: a number, positions, totals and weight. */
export const order = (random: Random, number: number): { [name: string]: Json } => {
  const positions = Array.from({ length: random.whole(1, 3) }, () => {
    const [sku, title, price, weight] = random.pick(ARTICLES);
    return { sku, title, price, weight, quantity: random.whole(1, 2) };
  });
  const gross = positions.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  const weightKg = positions.reduce((sum, { weight, quantity }) => sum + weight * quantity, 0);
  return {
    number,
    currency: "EUR",
    total: { gross: Math.round(gross * 100) / 100, net: Math.round((gross / 1.19) * 100) / 100 },
    weightKg: Math.round(weightKg * 10) / 10,
    positions,
  };
};

const SUPPLIERS = [
  ["Krönung & Söhne GmbH", "eu", 14, "goods"],
  ["Esche & Stahl eG", "eu", 6, "goods"],
  ["Papierwerk Żywiec", "eu", 3, "packaging"],
  ["Reinigung Ünal", "eu", 2, "services"],
  ["Stadtwerke Birkenfeld", "eu", 22, "energy"],
] as const;

/** A supplier and what it sends invoices for. */
export const supplier = (random: Random): { supplier: Json; category: string } => {
  const [name, region, years, category] = random.pick(SUPPLIERS);
  return { supplier: { name, region, years }, category };
};

/** Every article with prices of a year: far more than a search shows of a value. */
export const priceList = (): Json =>
  ARTICLES.flatMap(([sku, title, price]) =>
    Array.from({ length: 24 }, (_, week) => ({
      sku,
      title,
      week: week + 1,
      price: Math.round(price * (98 + (week % 5))) / 100,
    })),
  );
