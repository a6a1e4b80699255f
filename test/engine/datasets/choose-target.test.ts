/** @file Which column `init` takes for the target: simulated rows under the headers of well-known tables. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { chooseTarget, lookAtTable, type TargetChoices } from '../../../src/engine/datasets/index.js';

/** Simulated: `:word` columns have words, `:id` count the rows, `:key` name each, others have numbers. */
async function choose(columns: string, cellOf?: (name: string, row: number) => string): Promise<TargetChoices> {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-target-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const all = columns.split(',').map((text) => text.split(':') as [name: string, kind?: string]);
  const cell = ([name, kind]: readonly [string, string?], row: number, place: number): string => {
    const own = cellOf?.(name, row) ?? '';
    if (own !== '') return own === 'EMPTY' ? '' : own;
    if (kind === 'id') return String(row);
    if (kind === 'key') return `k${row}`;
    return kind === 'word'
      ? (['a', 'b', 'c'][(row * (place + 2) + (row >> 2)) % 3] as string)
      : String(((row * 37 * (place + 1)) % 91) / 2);
  };
  const rows = Array.from({ length: 60 }, (_, row) => all.map((column, place) => cell(column, row, place)).join(','));
  writeFileSync(join(folder, 'd.csv'), `${all.map(([name]) => name).join(',')}\n${rows.join('\n')}\n`);
  return chooseTarget(await lookAtTable(join(folder, 'd.csv')));
}

test.each([
  ['iris', 'sepal_length,sepal_width,petal_length,petal_width,species:word', 'species'],
  ['wine', 'Class,Alcohol,Malic acid,Ash,Proline', 'Class'],
  ['wine quality', 'fixed acidity,pH,alcohol,quality', 'quality'],
  ['titanic', 'PassengerId:id,Survived,Pclass,Name:key,Sex:word,Age,Fare', 'Survived'],
  ['ames', 'Id:id,Lot_Area,Neighborhood:word,Sale_Price,Longitude,Latitude', 'Sale_Price'],
  ['adult', 'age,workclass:word,education:word,hours.per.week,income:word', 'income'],
  ['california, of scikit-learn', 'MedInc,HouseAge,AveRooms,Latitude,Longitude,MedHouseVal', 'MedHouseVal'],
  ['bike sharing', 'instant:id,season,temp,casual,registered,cnt', 'cnt'],
  ['boston', 'CRIM,RM,AGE,LSTAT,MEDV', 'MEDV'],
  ['diabetes', 'AGE,BMI,BP,S1,progression', 'progression'],
  ['pima', 'Pregnancies,Glucose,BMI,Age,Outcome', 'Outcome'],
  ['heart disease', 'age,sex,cp,chol,thal,target', 'target'],
  ['abalone', 'Sex:word,Length,Shell weight,Rings', 'Rings'],
  ['credit default', 'ID:id,LIMIT_BAL,SEX,default.payment.next.month', 'default.payment.next.month'],
  ['churn', 'customerID:key,tenure,MonthlyCharges,Churn:word', 'Churn'],
  ['a name with a unit', 'area,Price (USD),rooms', 'Price (USD)'],
  ['two columns', 'x,y', 'y'],
  ['diamonds, whose y is a length', 'carat,cut:word,depth,price,x,y,z', 'price'],
  ['credit, whose price is what it is for', 'Status:word,Seniority,Home:word,Amount,Price', 'Status'],
  ['a price beside y', 'price,area,y', 'y'],
  ['a price before a last column that says so', 'price,stars,rating', 'rating'],
  ['an identifier, texts and one other', 'id:id,note:key,value', 'value'],
])('%s: one column is plausible', async (_, columns, target) => {
  expect((await choose(columns)).guess?.name).toBe(target);
});

test.each([
  ['titanic of seaborn', 'survived,pclass,sex:word,age,class:word', ['survived', 'class']],
  ['hotel', 'hotel:word,lead_time,average_daily_rate,historical_adr', ['historical_adr', 'average_daily_rate']],
  ['movielens', 'userId,movieId,rating,timestamp', ['rating', 'timestamp']],
  [
    'california',
    'longitude,latitude,median_house_value,ocean_proximity:word',
    ['median_house_value', 'ocean_proximity'],
  ],
  ['penguins', 'species:word,island:word,bill_length_mm,sex:word', ['species', 'sex']],
  ['fish', 'Species:word,Weight,Length1,Height', ['Species', 'Weight']],
  ['mpg', 'mpg,cylinders,weight,origin', ['mpg', 'origin']],
  ['coordinates', 'x,y,z,energy', ['y', 'energy']],
])('%s: several are plausible, and none is taken', async (_, columns, some) => {
  const { guess, plausible } = await choose(columns);
  expect(guess).toBeUndefined();
  for (const name of some) expect(plausible).toContain(name);
});

test.each([
  ['an empty cell', (row: number) => (row === 7 ? 'EMPTY' : '')],
  ['an infinite one', (row: number) => (row === 7 ? 'inf' : '')],
  ['numbers in dollars', (row: number) => `$${row}.5`],
  ['another number in every row', String],
])('a telling name wins over %s', async (_, cellOf) => {
  const { guess } = await choose('a,b,target,c', (name, row) => (name === 'target' ? cellOf(row) : ''));
  expect(guess).toMatchObject({ name: 'target', reason: 'from its name' });
});
