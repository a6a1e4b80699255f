/** @file Machines and people unlike those who write Surefoot. Every value is one that somebody has. */

export const STRANGERS = [
  {
    name: 'istanbul',
    cpu: 'Apple M9 Ultra',
    cores: 3,
    memoryShare: 0.61,
    host: 'Ayşe-nin-MacBook.local',
    user: 'ayşe',
    // Upper case of i is İ, lower case of I is ı; numbers have decimal commas. Such locales are often not installed where one logs in.
    locale: 'tr_TR.UTF-8',
    timeZone: 'Pacific/Chatham',
    umask: 0o077,
    daysAhead: 1234,
    home: 'home of ayşe',
    temporary: "tmp & temp's #1",
  },
  {
    name: 'cairo',
    cpu: '  Loongson-3A9000 @ 2.50GHz  ',
    cores: 1,
    memoryShare: 0.9,
    host: 'x',
    user: '1000720000',
    // Digits that are not 0 to 9.
    locale: 'ar_EG.UTF-8',
    timeZone: 'Asia/Kathmandu',
    umask: 0o000,
    daysAhead: -400,
    home: 'h',
    temporary: 'tmp %20',
  },
  {
    name: 'berlin',
    cpu: 'AMD EPYC-Rome Processor, "engineering sample"',
    cores: 5,
    memoryShare: 0.97,
    host: 'node-0417.cluster.example.org',
    user: 'o.neill+batch',
    locale: 'de_DE.ISO-8859-1',
    timeZone: 'America/St_Johns',
    umask: 0o027,
    daysAhead: 4000,
    home: 'home',
    temporary: 'scratch',
  },
];
