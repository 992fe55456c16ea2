throw new Error('it rains');
