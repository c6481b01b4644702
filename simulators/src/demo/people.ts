import type { Chance } from './chance.ts';

export interface Person {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly username: string | null;
  readonly language: string;
  readonly premium: boolean;
  readonly country: string;
}

const women = ['Анна', 'Мария', 'Елена', 'Ольга', 'Дарья', 'Ирина', 'Наталья', 'Юлия', 'Алина', 'Светлана'] as const;
const men = ['Александр', 'Дмитрий', 'Иван', 'Сергей', 'Андрей', 'Максим', 'Никита', 'Павел', 'Артём', 'Олег'] as const;
const families = ['Иванов', 'Смирнов', 'Кузнецов', 'Попов', 'Васильев', 'Соколов', 'Новиков', 'Фёдоров'] as const;
const nicknames = ['anna', 'masha', 'lena', 'olya', 'dasha', 'alex', 'dima', 'ivan', 'serge', 'max', 'nikita'] as const;
const tails = ['travel', 'art', 'msk', 'spb', 'dev', 'fit', 'music', 'photo', 'home', 'lab'] as const;

const countries = ['RU', 'BY', 'KZ', 'UZ', 'AM', 'DE', 'GE', 'TR'] as const;
const countryWeights = [74, 7, 7, 3, 2, 3, 2, 2];
const languageOf: Readonly<Record<string, string>> = { UZ: 'uz', DE: 'de', TR: 'tr' };

/** Somebody who comes by an ad. No id is given twice. */
export class People {
  readonly #chance: Chance;
  #lastId: number;

  constructor(chance: Chance, firstId: number) {
    this.#chance = chance;
    this.#lastId = firstId;
  }

  meet(): Person {
    const chance = this.#chance;
    this.#lastId += chance.whole(3, 4_000);
    const isWoman = chance.happens(0.62);
    const family = chance.pick(families);
    const country = countries[chance.weighted(countryWeights)] ?? 'RU';
    const foreign = languageOf[country];
    return {
      id: this.#lastId,
      firstName: isWoman ? chance.pick(women) : chance.pick(men),
      lastName: chance.happens(0.55) ? `${family}${isWoman ? 'а' : ''}` : null,
      username: chance.happens(0.68) ? `${chance.pick(nicknames)}_${chance.pick(tails)}${this.#lastId % 1_000}` : null,
      language: foreign !== undefined && chance.happens(0.6) ? foreign : chance.happens(0.04) ? 'en' : 'ru',
      premium: chance.happens(0.13),
      country,
    };
  }
}
