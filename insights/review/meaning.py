from insights.review.frame import Room
ROOM = Room(path='/meaning', name='meaning'.capitalize(), about='', pages={})
