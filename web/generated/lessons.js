// @ts-check
// Written by scripts/generate.py from web/lessons: change it there, then run the script.

/**
 * @typedef {{
 *   number: string, file: string, name: string, minutes: number, steps: number, waits: boolean,
 *   title: Record<string, string>, question: Record<string, string>,
 * }} Listed  In the list; `number` is what a link calls it, `file` lies in web/lessons. `waits`:
 *   what is to be done in it needs Python, beyond the first kernel.
 */

/** @type {Listed[]} */
export const LESSONS = [
  {"number": "0", "file": "00_flowers.json", "name": "flowers", "minutes": 3, "steps": 6, "waits": false, "title": {"en": "Five flowers", "zh": "五朵花"}, "question": {"en": "Can you sort five flowers? And can a program learn to?", "zh": "你能给五朵花分类吗？程序能学会吗？"}},
  {"number": "1", "file": "01_neuron.json", "name": "neuron", "minutes": 12, "steps": 9, "waits": true, "title": {"en": "What does a neuron do?", "zh": "神经元做什么？"}, "question": {"en": "What does a neuron make of the numbers that come in?", "zh": "数字进来以后，神经元拿它们做什么？"}},
  {"number": "2", "file": "02_downhill.json", "name": "downhill", "minutes": 12, "steps": 7, "waits": true, "title": {"en": "Which way is down?", "zh": "哪边是下坡？"}, "question": {"en": "How does a network know in which direction to change a weight?", "zh": "网络怎么知道一个权重该往哪边改？"}},
  {"number": "3", "file": "03_step_length.json", "name": "step_length", "minutes": 12, "steps": 7, "waits": true, "title": {"en": "How long a step?", "zh": "步子迈多大？"}, "question": {"en": "Larger steps get there sooner. So why not take very large ones?", "zh": "步子大，到得早。那为什么不迈很大的步？"}},
  {"number": "4", "file": "04_hidden_layer.json", "name": "hidden_layer", "minutes": 12, "steps": 6, "waits": true, "title": {"en": "Why a hidden layer?", "zh": "为什么要隐藏层？"}, "question": {"en": "What can a network with a layer in between that one without it cannot?", "zh": "中间多了一层的网络，能做到哪些没有这一层时做不到的事？"}},
  {"number": "5", "file": "05_blame.json", "name": "blame", "minutes": 20, "steps": 9, "waits": true, "title": {"en": "Who is to blame?", "zh": "该怪谁？"}, "question": {"en": "The answer was wrong. Which of all the neurons must change, and how much? (Back-propagation)", "zh": "答错了。这么多神经元，该改哪个，改多少？（反向传播）"}},
  {"number": "6", "file": "06_check.json", "name": "check", "minutes": 20, "steps": 11, "waits": true, "title": {"en": "Is my gradient right?", "zh": "我的梯度对吗？"}, "question": {"en": "A program that learns can still be wrong. How would you notice?", "zh": "能学习的程序也可能是错的。怎样才能发现？"}},
  {"number": "7", "file": "07_zero.json", "name": "zero", "minutes": 12, "steps": 9, "waits": true, "title": {"en": "Why not start at zero?", "zh": "为什么不从零开始？"}, "question": {"en": "A network starts with random weights. Would zeros not be fairer?", "zh": "网络从随机的权重开始。都从零开始不是更公平吗？"}},
  {"number": "8", "file": "08_scale.json", "name": "scale", "minutes": 12, "steps": 6, "waits": true, "title": {"en": "Why scale?", "zh": "为什么要缩放？"}, "question": {"en": "Millimetres or metres: does it matter to a network in which unit things are measured?", "zh": "毫米还是米：用什么单位来量，对网络有关系吗？"}},
  {"number": "9", "file": "09_sure_and_wrong.json", "name": "sure_and_wrong", "minutes": 15, "steps": 7, "waits": true, "title": {"en": "Sure and wrong", "zh": "有把握，却错了"}, "question": {"en": "What does it take for a network to give up an opinion of which it is quite sure?", "zh": "一个网络对某个看法十分肯定，要怎样它才会放弃？"}},
  {"number": "10", "file": "10_how_many.json", "name": "how_many", "minutes": 15, "steps": 7, "waits": true, "title": {"en": "How many at once?", "zh": "一次看多少？"}, "question": {"en": "Correct the network after every flower, or look at all of them first?", "zh": "每看一朵花就改正一次，还是先把所有的花都看一遍？"}},
  {"number": "11", "file": "11_deep.json", "name": "deep", "minutes": 15, "steps": 8, "waits": true, "title": {"en": "Deep and stuck?", "zh": "深了就学不动？"}, "question": {"en": "If one hidden layer is good, are five better?", "zh": "一个隐藏层好，五个就更好吗？"}},
  {"number": "12", "file": "12_by_heart.json", "name": "by_heart", "minutes": 15, "steps": 8, "waits": true, "title": {"en": "Learnt by heart?", "zh": "只是背下来了？"}, "question": {"en": "A network gets every one of its examples right. Has it understood anything?", "zh": "网络把所有例子都答对了。它真的懂了吗？"}},
];
