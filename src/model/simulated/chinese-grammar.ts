/** Chinese sentences, built like the English ones; see english-grammar.ts. */
import type { Grammar } from './grammar.ts';

const split = (text: string): readonly string[] => text.trim().split(/\s+/);

/** `core` is always seven characters: two, 的, two, two. content.ts finds statements in a text by that shape. */
export const chineseGrammar: Grammar = {
  adjective: split(`
    稳定 清晰 简朴 细致 古老 崭新 严谨 朴素 宽松 紧凑 零散 完整 精巧 粗糙 珍贵 普通 罕见 隐秘 公开 临时 长期 昂贵 廉价 沉重 轻便 灵活
    僵硬 坚固 脆弱 鲜明 模糊 繁忙 冷清 热闹 偏远 邻近 传统 新式 老旧 合理 荒唐 正式 民间 官方 私人 共同 独立 复杂 简单 丰富 贫乏 有序
    杂乱 准确 粗略 及时 迟缓 持久 短暂 明亮 暗淡 温和 严厉 真诚 深刻 浅显 广泛 狭窄 均衡 失衡 主动 被动 成熟 稚嫩 严格 松散 可靠 可疑
    透明 封闭 开放 多样 单一 漫长 急促 平缓 干燥 湿润 丰厚 微薄 显著 细微 高效 低效 节俭 奢华 别致 典型 特殊 一致 陌生 熟悉 巧妙 笨拙`),
  attribute: split(`
    码头 账本 粮仓 河道 山村 渔港 集市 作坊 学堂 书院 邮路 驿站 茶园 果园 盐田 矿山 铁路 桥梁 水渠 城墙 街巷 庙会 戏台 药铺 布庄 钱庄
    窑厂 磨坊 船坞 灯塔 林场 牧场 农田 菜园 花圃 厨房 仓库 车站 医院 法院 议会 剧院 图书 报刊 地图 历法 气象 测绘 航运 纺织 印刷 陶瓷
    冶炼 木工 石雕 酿酒 制茶 养蚕 捕鱼 灌溉 防洪 供水 供电 照明 取暖 通信 物流 税务 审计 统计 保险 借贷 贸易 关税 租赁 招工 培训 考核
    教学 科研 实验 档案 文献 方言 民歌 舞蹈 绘画 书法 建筑 园林 服饰 饮食 节庆 婚俗 礼仪 信仰 体育 旅行 移民 人口 土地 森林 湿地 海岸
    沙漠 高原 盆地 季风 雨水 土壤 种子 肥料 农具 机械 材料 能源 煤炭 石油 钢铁 玻璃 皮革 羊毛 丝绸 棉花 香料`),
  things: split(`
    制度 规则 记录 清单 名册 方案 计划 流程 标准 章程 合同 协议 惯例 传说 故事 经验 教训 手艺 技术 工具 设备 图纸 模型 数据 报表 预算
    账目 价格 成本 收益 债务 贷款 补贴 罚款 许可 执照 禁令 政策 改革 试验 调查 报告 研究 讨论 争论 谈判 交易 订单 货源 库存 运输 路线
    航线 日程 时刻 安排 分工 组织 团队 协会 机构 部门 岗位 职责 权限 利益 关系 矛盾 冲突 联盟 合作 竞争 风险 危机 事故 故障 维修 保养
    检查 验收 评估 反馈 投诉 建议 提案 决议 公告 通知 信件 日记 回忆 口述 证词 线索 证据 假说 理论 方法 技巧 习惯 风俗 观念 信念 美学
    风格 结构 布局 规模 比例 节奏 周期 趋势 变化 起源 遗产 影响 问题 难题 答案 目标 需求 资源 渠道 网络 系统`),
  people: split(`
    木匠 石匠 铁匠 裁缝 厨师 渔民 农夫 牧人 猎户 船工 车夫 脚夫 商贩 掌柜 学徒 伙计 账房 教师 学生 校长 医生 护士 药师 律师 法官 警察
    士兵 将领 官员 文书 记者 编辑 作家 诗人 画家 乐师 演员 导演 建筑师 工程师 科学家 测量员 管理员 志愿者 邮差 司机 水手 船长 向导 翻译
    外交官 移民 游客 村民 居民 邻居 房东 租客 老人 青年 孩子 妇女 僧人 道士 牧师 香客 学者 史家 收藏家 批评家 企业家 投资者 银行家 会计
    经纪人 农学家 工人 矿工 技师 领班 监工 代表 议员 委员 选民 评委 观众 读者 听众 顾客 供应商 批发商 竞争者 继承人 创始人 倡导者 反对者
    旁观者 目击者 幸存者 探险家 发明家 设计师 教练 队员 裁判 厂主 牙医 园丁 花匠 船主 塾师 县令 商会 匠户 译员 歌手`),
  personal: split(`
    年轻 年迈 谨慎 大胆 勤恳 懒散 热心 冷静 固执 谦虚 骄傲 敏锐 迟疑 乐观 悲观 外来 本地 退休 新任 前任 老练 生疏 忠诚 多疑 慷慨 精明
    朴实 健谈 寡言 疲惫 耐心 急躁 富裕 清贫 有名 无名 博学 机灵 细心 粗心 果断 犹豫 坦率 好奇 温厚 倔强`),
  do: split(`
    整理 比较 记录 修改 核对 检验 质疑 讨论 保留 放弃 推广 限制 调整 完善 简化 扩大 缩减 合并 拆分 恢复 重建 改造 保护 利用 管理 监督
    评价 赞扬 批评 接受 拒绝 支持 反对 忽视 重视 发现 解释 描述 展示 隐藏 公布 传播 翻译 抄写 收集 分类 登记 测量 计算 预测 协调 承担
    分担 继承 借用 模仿 设计 制定 执行 推迟 加快 试行 论证 追踪 观察 探索 分析 归纳 补充 更正 审查 批准 资助 购买 出售 交换 运送 储存
    分配 维护 修补 更新 淘汰 统一 细化 规范 引进 培育 尝试 验证 适应 理解 信任 怀疑 期待`),
  move: split(`
    吸引 打动 困扰 鼓舞 提醒 安慰 惊动 触动 启发 说服 激励 牵制 拖累 约束 考验 成就 团结 分化 滋养 改变 影响 迷惑 震撼 激怒 刺激 缓解
    保全 教育 引导 召集`),
  virtue: split(`
    耐心 信心 勇气 智慧 阅历 热情 诚意 默契 信用 克制 谨慎 毅力 敬意 好奇 想象 责任 尊严 自由 秩序 效率 公平 正义 同情 善意 远见 眼光
    胆识 判断 共识 理性 直觉 灵感 运气 机遇 时间 精力 财力 人力 声望 名誉 权威 纪律 规矩 分寸 幽默 谦逊 坦率 沉默 怀念 期望 压力 动力
    活力 韧性 底气 余地 空间 门路 本领 功夫 心血 汗水`),
  site: split(`
    渡口 桥头 山脚 河岸 湖边 海滨 城门 街角 巷口 集市 广场 码头 车站 学堂 书院 祠堂 庙前 茶馆 酒肆 客栈 仓库 工坊 田间 林间 井边 村口
    院落 楼上 谷地 山口 驿站 港湾 堤坝 旧城 新区 边境 内陆 岛上 河谷 高原 平原 峡谷 园中 塔下 廊下 窑边 渠旁 坡上 滩头 湾里`),
  scenic: split(`
    安静 喧闹 破旧 整洁 荒凉 开阔 狭窄 潮湿 干燥 多雾 多风 积雪 向阳 背阴 僻静 拥挤 古旧 新修 高耸 低矮 宽敞 昏暗 明亮 幽深 平坦 陡峭
    泥泞 葱郁 空旷 残破`),
  occasion: split(`
    清晨 傍晚 深夜 午后 初春 盛夏 深秋 寒冬 雨季 旱季 汛期 年初 年末 节前 节后 战时 战后 灾后 丰年 荒年 早年 晚年 往昔 春耕 秋收 庙会
    选举 普查 罢工 停战 迁徙 开渠 通车 通航 修桥 封港 停电 洪水 大旱 瘟疫`),
  timely: split(`
    漫长 短暂 平静 动荡 寒冷 炎热 多雨 晴朗 忙碌 清闲 艰难 顺利 难忘 普通 意外 混乱 安定 紧张 沉闷 热烈 最初 最后 关键 尴尬 丰收 困顿
    喜庆 不安 萧条 繁荣`),
  adverb: split(`
    渐渐地 后来 起初 通常 偶尔 有时 其实 显然 当然 可惜 幸好 果然 居然 难怪 据说 随后 不久 最终 至今 一度 往往 暗地里 私下里 众所周知
    按惯例 事实上 说到底 相比之下 另一方面 与此同时 同样 反过来 更重要的是 出人意料 不可否认`),
  core: ['{adjective}的{attribute}{things}'],
  actors: ['{people}', '{personal}的{people}', '{personal}的{people}', '{people}和{people}'],
  place: ['在{scenic}的{site}', '在{site}'],
  time: ['{timely}的{occasion}里', '{occasion}前后', '到了{timely}的{occasion}'],
  manner: ['凭着{virtue}', '靠着{virtue}和{virtue}', '带着{virtue}', '缺少{virtue}'],
  setting: ['{place}', '{time}', '{manner}'],
  about: split(
    '谈到 围绕 面对 离开 借助 回到 说起 考察 凭借 比起 为了 关于 除了 对照 经过 提到 想到 遇上 放下 背靠',
  ),
  claim: [
    '{actors}{do}了{core}',
    '{core}让{actors}得到了{virtue}',
    '{core}{move}了{actors}',
    '{actors}学会了{do}{core}',
    '{actors}不愿{do}{core}',
    '{actors}宁可{do}{core}，也不{do}{attribute}{things}',
    '{core}比{adjective}的{things}留得更久',
    '{core}离不开{virtue}',
    '{actors}从{core}里看到了{virtue}',
    '{actors}先{do}再{do}{core}',
    '{core}取代了{adjective}的{things}',
    '{actors}把{virtue}花在{core}上',
    '{core}为{actors}留出了{virtue}',
    '{actors}商量着{do}{core}',
    '{core}与{attribute}{things}彼此竞争',
    '{actors}写下了{core}',
    '{actors}开始怀疑{core}',
    '{core}成了{actors}的{things}',
  ],
  topicClaim: [
    '{topic}{move}了{actors}，也留下了{core}',
    '{actors}把{topic}和{core}放在一起{do}',
    '{topic}靠{core}维持下来',
    '{core}把{topic}带到{actors}面前',
    '{actors}在{core}里认出了{topic}',
    '{topic}使{actors}转向{core}',
    '{actors}用{core}来说明{topic}',
    '{topic}从{core}中生长出来',
    '{topic}给了{actors}{virtue}与{core}',
    '{actors}为{topic}{do}了{core}',
  ],
  aside: [
    '{people}{do}了{attribute}{things}',
    '{personal}的{people}{do}了{things}',
    '{attribute}{things}{move}了{people}',
    '{people}需要{virtue}',
    '{people}要求{virtue}与{virtue}',
    '{adjective}的{things}传到了{people}那里',
    '{virtue}帮助{people}{do}{things}',
    '{people}{place}{do}{things}',
    '{adjective}的{things}没有{move}{people}',
  ],
  link: split('而 因此 同时 于是 不过 直到 并且 但是 所以 然后 尽管 只是 何况 从而'),
  sentence: [
    '{claim}，{link}{aside}。',
    '{setting}，{claim}。',
    '{setting}，{claim}，{link}{aside}。',
    '{adverb}，{claim}。',
    '{adverb}，{setting}，{claim}，{link}{aside}。',
    '{claim}；{aside}。',
    '{claim}，{link}{aside}；{aside}。',
  ],
  topicSentence: [
    '{about}{topic}，{claim}。',
    '{about}{topic}，{claim}，{link}{aside}。',
    '{topicClaim}。',
    '{topicClaim}，{link}{aside}。',
    '{setting}，{topicClaim}。',
    '{adverb}，{topicClaim}，{link}{aside}。',
    '{claim}，{link}{topic}{move}了{people}。',
  ],
};
